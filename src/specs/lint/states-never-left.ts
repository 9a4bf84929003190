import type { SpecDocument } from '../../domain/spec.ts';
import type { CriterionText } from './criterion-text.ts';
import { conditionOf } from './criterion-text.ts';
import type { Remark } from './finding.ts';
import { matchesOf } from './matches-of.ts';

/** States that a criterion enters and that no criterion leaves or speaks of again, ends such as `completed` left out. */
export function checkStates(document: SpecDocument, criteria: readonly CriterionText[]): Remark[] {
  const seen = new Set<string>();
  return criteria.flatMap((criterion) =>
    entered(criterion).flatMap(({ name, at, wayOut }) => {
      const state = name.toLowerCase();
      if (seen.has(state) || criteria.some((other) => wayOut(other, criterion))) return [];
      seen.add(state);
      const start = criterion.start + at;
      const message = `criterion ${criterion.id} says “${name}”, and no criterion says how that ends, so it may last for ever: add the event that ends it`;
      return [{ rule: 'state-never-left', document, span: { start, end: start + name.length }, message }];
    }),
  );
}

interface Entered {
  name: string;
  at: number;
  /** Whether a criterion ends the state, or has it as its condition. */
  wayOut(other: CriterionText, by: CriterionText): boolean;
}

function entered(criterion: CriterionText): Entered[] {
  if (criterion.dutyAt < 0) return [];
  const response = criterion.raw.slice(criterion.dutyAt);
  return [...statesIn(response), ...deedsIn(response)].map((each) => ({ ...each, at: criterion.dutyAt + each.at }));
}

const intoState =
  /\b(?:enter|transition(?: \w+){0,3} (?:in)?to|switch(?: \w+){0,3} (?:in)?to|move(?: \w+){0,3} into|go into|be in)\s+(?:the |an? )?(["“'`]?)([A-Za-z][\w-]+)\1?\s+(?:state|mode)\b/gi;
const asState =
  /\b(?:state|status)\s+(?:to|as)\s+(?!null\b|undefined\b|\w+ (?:the\s+)?users?\b)(["“'`]?)([A-Za-z][\w-]+)(?=["”'`\s.,;]|$)/gi;

function statesIn(response: string): Entered[] {
  return [...matchesOf(response, intoState), ...matchesOf(response, asState)].flatMap((match) => {
    const name = match[2] ?? '';
    if (notAState.test(name) || isEnd.test(name)) return [];
    const mention = new RegExp(`(?<![A-Za-z])${name.replace(/[-_]/g, '[-_ ]')}(?![A-Za-z])`, 'i');
    const leaving = new RegExp(
      `\\b(?:leav|exit|end|clos|disabl|deactivat|clear|from|out of|until)\\w*\\b.{0,40}${mention.source}`,
      'i',
    );
    const wayOut = (other: CriterionText, by: CriterionText) =>
      leaving.test(other.raw) ||
      (other !== by && mention.test(other.dutyAt < 0 ? other.raw : other.raw.slice(0, other.dutyAt))) ||
      lasts.test(by.text.slice(by.dutyAt));
    return [{ name, at: match.index + match[0].lastIndexOf(name), wayOut }];
  });
}

const undo: readonly [deed: RegExp, undone: RegExp][] = [
  [
    /\bshall (?:temporarily )?(lock)\b(?= (?:the |that |an? |their |its )?(?:user|account|profile|session|device|card|record))/i,
    /\bunlock|lockout (?:expires|ends|is over)|lock (?:expires|ends)/i,
  ],
  [/\bshall (?:temporarily )?(suspend)\b/i, /\bresum|\breinstat|\bunsuspend|\breactivat|\brestor/i],
  [/\bshall (?:temporarily )?(freeze)\b/i, /\bunfreez|\bthaw|\bresum/i],
  [/\bshall (pause) (?!and\b)/i, /\bresum|\bunpaus|\bcontinu|\bplay\b|\brestart|\bstart/i],
  [/\bshall (?:temporarily )?(deactivate)\b/i, /\breactivat|\bactivate|\brestor|\benabl/i],
];

function deedsIn(response: string): Entered[] {
  return undo.flatMap(([deed, undone]) => {
    const match = deed.exec(response);
    if (match === null) return [];
    const wayOut = (other: CriterionText, by: CriterionText) =>
      undone.test(other.raw) ||
      lasts.test(by.text.slice(by.dutyAt)) ||
      /^\W*(?:while|where)\b/i.test(conditionOf(by).trim());
    return [{ name: match[1] ?? '', at: match.index + match[0].lastIndexOf(match[1] ?? ''), wayOut }];
  });
}

const lasts = /\b(?:for|until|while|during|after)\b/i;

const notAState =
  /^(?:null|undefined|none|the|its|their|an?|previous|initial|original|current|next|new|different|same|correct|valid|consistent|desired|appropriate|default|normal|idle|ready|safe|saved|specified|selected|requested|corresponding|respective|either|another|any|one|match|reflect|indicate|that|this|be|and|or|if|users?|clients?)$/i;

const isEnd =
  /^(?:done|complete[d]?|finished|closed|cancell?ed|archived|terminated|deleted|removed|resolved|rejected|approved|accepted|delivered|expired|fail(?:ed|ure)?|error|success(?:ful)?|succeeded|paid|refunded|published|confirmed|sent|used|revoked|won|lost|passed|skipped|verified|processed|declined|merged|inactive|active|available|healthy|true|false)$/i;
