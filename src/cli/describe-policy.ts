import type { PolicyDraft } from '../app/policy-add.ts';
import type { PolicyAnswer } from '../app/policy-check.ts';
import type { ChangedDecision, PolicyEffects } from '../app/policy-effects.ts';
import type { ExplainedCall } from '../app/policy-explain.ts';
import type { PolicyTestResult } from '../app/policy-tests.ts';
import { cutLine, firstLine, plural, wrapText } from '../base/text.ts';
import type { PolicyRule } from '../policy/policy.ts';

const origins = { default: 'shipped', user: 'yours', project: 'of this repository' } as const;

export function describeRules(rules: readonly PolicyRule[]): string {
  const files = [...new Set(rules.map(({ file }) => file))];
  const blocks = files.map((file) => {
    const own = rules.filter((rule) => rule.file === file);
    const origin = own[0]?.origin ?? 'default';
    return [`${file} (${origins[origin]})`, ...own.map(describeRule)].join('\n');
  });
  return [...blocks, 'What no policy permits is denied, and a forbid wins over every permit.'].join('\n\n');
}

function describeRule({ id, effect, why, counts, unattended }: PolicyRule): string {
  const more = effect === 'ask' && unattended === 'pause' ? ', and waits for a person' : '';
  const note = counts ? '' : ' — counts for nothing: the folder is not trusted';
  const lead = `  ${effect.padEnd(6)}  ${id.padEnd(24)}  `;
  const said = wrapText(`${why}${more}${note}`, 100 - lead.length);
  return `${lead}${said.replaceAll('\n', `\n${' '.repeat(lead.length)}`)}`;
}

const verdicts = { allow: 'allowed', deny: 'denied', ask: 'asks a person' } as const;

export function describeAnswer(answer: PolicyAnswer): string {
  const { effect, rule, reason, file, about, resource, categories = [] } = answer;
  return [
    `${verdicts[effect]} by ${rule}${file === undefined ? '' : ` (${file})`}`,
    `  ${reason}`,
    ...(about === resource ? [] : [`  because of: ${about}`]),
    ...(categories.length === 0 ? [] : [`  the command: ${categories.join(', ')}`]),
  ].join('\n');
}

export function describeExplained({ run, seq, tool, input, then, now, policy }: ExplainedCall): string {
  return [
    `${run}, step ${seq}: ${tool} ${cutLine(JSON.stringify(input), 200)}`,
    then === undefined
      ? '  then: allowed, without a word'
      : `  then: ${then.effect === 'allow' ? 'a person allowed it' : 'denied'} by ${then.policy}: ${then.reason}`,
    ...(now === undefined ? [] : [`  now:  ${verdicts[now.effect]} by ${now.rule}`]),
    ...(policy === undefined ? [] : ['', `${policy.file}:${policy.line}`, policy.text]),
  ].join('\n');
}

export function describeTests(results: readonly PolicyTestResult[]): string {
  const wrong = results.filter(({ passed }) => !passed);
  const lines = wrong.map(
    ({ file, action, resource, expected, got }) =>
      `✗ ${file}: ${action} ${resource}\n    expected ${expected}, got ${got}`,
  );
  return [...lines, `${results.length - wrong.length} of ${plural(results.length, 'case')} are as expected.`].join(
    '\n',
  );
}

export function describeDraft({ file, text, effects }: PolicyDraft): string {
  return [`${file}:`, '', text.trimEnd(), '', describeEffects(effects)].join('\n');
}

const shownExamples = 5;

function describeEffects({ calls, runs, changed }: PolicyEffects): string {
  if (calls === 0) return 'No run is on record here, so nothing can be said of what it would have changed.';
  const looked = `Of ${plural(calls, 'call')} of the last ${plural(runs, 'run')}`;
  if (changed.length === 0) return `${looked} none would have been decided otherwise.`;
  const strictness = { allow: 0, ask: 1, deny: 2 } as const;
  const stricter = changed.filter(({ before, after }) => strictness[after] > strictness[before]);
  const looser = changed.filter((each) => !stricter.includes(each));
  return [
    `${looked}:`,
    ...describeChanges('would have been stricter', stricter),
    ...describeChanges('would have been looser', looser),
  ].join('\n');
}

function describeChanges(what: string, changes: readonly ChangedDecision[]): string[] {
  if (changes.length === 0) return [];
  const total = changes.reduce((sum, { count }) => sum + count, 0);
  const examples = changes.slice(0, shownExamples).map(({ action, resource, before, after, policy, count }) => {
    return `    ${before} → ${after} (${policy})  ${action} ${cutLine(firstLine(resource), 100)}${count > 1 ? `  ×${count}` : ''}`;
  });
  const more = changes.length > shownExamples ? [`    … and ${changes.length - shownExamples} more`] : [];
  return [`  ${plural(total, 'call')} ${what}`, ...examples, ...more];
}
