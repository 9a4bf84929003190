// Precision and recall of the language rules on a labelled data set: node test/bench/measure-lint.mjs FILE.jsonl
// docs/lint.md says what the lines of that file hold, how its labels map to rules, and what the columns mean.
import { readFileSync } from 'node:fs';
import { loadSource } from './load-source.mjs';

const labelsOf = {
  'weak-modal': ['Uncertain_verb'],
  'vague-word': ['Subjective_lang.', 'Ambiguous_adv._adj.', 'Nonverifiable_term'],
  'escape-clause': ['Subjective_lang.', 'Ambiguous_adv._adj.', 'Nonverifiable_term'],
  comparative: ['Comparative', 'Superlative'],
};

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('name the data set: node test/bench/measure-lint.mjs FILE.jsonl');
const { phraseRules } = await loadSource('src/specs/lint/language.ts');
const { maskText } = await loadSource('src/specs/lint/criterion-text.ts');

const rows = readFileSync(path, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const documents = [...new Set(rows.map(({ doc }) => doc))];
const isHeldOut = ({ doc }) => documents.indexOf(doc) % 3 === 2;
const verbose = process.argv.includes('--verbose');

console.log(`${rows.length} requirements of ${documents.length} documents, ${rows.filter(isHeldOut).length} held out`);
console.log(
  'rule                   shown: hits precision recall   held out: hits precision recall   all: hits precision recall',
);
for (const rule of phraseRules) {
  const groups = [rows.filter((row) => !isHeldOut(row)), rows.filter(isHeldOut), rows];
  const [shown, heldOut, all] = groups.map((some) => describe(rule, measure(rule, some)));
  console.log(`${rule.rule.padEnd(22)} ${shown}   ${heldOut}   ${all}`);
}

function measure(rule, some) {
  const labels = labelsOf[rule.rule] ?? [];
  const counts = { hits: 0, right: 0, labelled: 0, found: 0 };
  for (const { text, smells } of some) {
    const hits = rule.find(criterionOf(text)).map(({ phrase }) => plain(phrase));
    const words = labels.flatMap((label) => smells[label] ?? []).map(plain);
    const isRight = (hit) => words.some((word) => hit.includes(word) || word.includes(hit));
    counts.hits += hits.length;
    counts.right += hits.filter(isRight).length;
    counts.labelled += words.length;
    counts.found += words.filter((word) => hits.some((hit) => hit.includes(word) || word.includes(hit))).length;
    if (verbose) for (const hit of hits) if (!isRight(hit)) console.log(`  not labelled: ${rule.rule} ${hit}`);
  }
  return counts;
}

function criterionOf(text) {
  const masked = maskText(text);
  return { id: '1', start: 0, raw: text, text: masked, dutyAt: masked.search(/\bshall\b/i) };
}

function plain(words) {
  return words.toLowerCase().replace(/[^a-z]/g, '');
}

function describe({ rule }, { hits, right, labelled, found }) {
  if (labelsOf[rule] === undefined) return `${String(hits).padStart(11)}         –      –`;
  const precision = hits === 0 ? '–' : (right / hits).toFixed(2);
  const recall = labelled === 0 ? '–' : (found / labelled).toFixed(2);
  return `${String(hits).padStart(11)} ${precision.padStart(9)} ${recall.padStart(6)}`;
}
