/** How large the spec of a backlog item will be, by its words alone: one short file, three files, or a roadmap of specs. */
export function estimateSize(item: string, kind: 'feature' | 'bugfix'): 'S' | 'M' | 'L' {
  const words = countWords(item);
  const demands = countDemands(item);
  if (words > large.words || demands > large.demands) return 'L';
  // A short item may still be a large one that was said in few words: small is only what says where it is, or how little.
  const isNarrow = countFiles(item) > 0 || (kind === 'feature' && slightVerbs.test(item));
  return words <= small.words && demands <= small.demands && countFiles(item) <= small.files && isNarrow ? 'S' : 'M';
}

const small = { words: 40, demands: 2, files: 2 };
const large = { words: 700, demands: 20 };

const slightVerbs = /^[#\s>*-]*(?:rename|reword|rephrase|correct the (?:typo|wording|spelling)|typo|bump)\b/i;

function countWords(text: string): number {
  const wide = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  return Math.round(wide / 2) + (text.match(/[\p{Script=Latin}\p{Script=Cyrillic}\p{N}_'-]+/gu)?.length ?? 0);
}

/** What is asked for: each item of a list, each sentence that demands something, and what stands behind a conjunction. */
function countDemands(text: string): number {
  const parts = text.split(
    /\n\s*(?:[-*+]|\d+[.)])\s+|[.!?;]\s+|\n\s*\n|,?\s+(?:and (?:also|then)|as well as|also|then|additionally|plus)\s+/i,
  );
  return parts.filter((part) => demand.test(part)).length;
}

const demand =
  /\b(?:add|allow|build|change|convert|create|delete|drop|enable|export|extend|fix|handle|implement|import|integrate|introduce|make|migrate|move|must|need|notify|provide|reject|remove|rename|replace|report|rewrite|send|shall|should|show|store|support|sync|update|validate|want|write)s?\b/i;

/** Names of files: a path with a folder, or a name with an extension that is no number. */
function countFiles(text: string): number {
  const names = text.match(/(?<![\w/.])(?:[\w@.-]+\/)*[\w-]+\.[a-z][a-z0-9]{0,4}(?![\w/])/gi) ?? [];
  return new Set(names.filter((name) => !/^(?:e\.g|i\.e)$/i.test(name))).size;
}
