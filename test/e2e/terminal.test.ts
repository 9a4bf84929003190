import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import {
  approveByHand,
  authors,
  bash,
  documents,
  finish,
  implementer,
  implementers,
  item,
  write,
} from './support/specs.ts';
import { pressInTerminal, typeInTerminal } from './support/terminal.ts';

const requirements = `# Requirements Document

## Requirements

### Requirement 1: Greet

#### Acceptance Criteria

1. THE SYSTEM SHALL greet
`;

function projectWithSpec(): Project {
  const project = makeProject();
  project.write('specs/greet/requirements.md', requirements);
  project.useScript([{ replies: [{ text: '# Design Document\n\n## Overview\n\nA greeting.\n' }] }]);
  return project;
}

const approvals = (project: Project) =>
  project.has('specs/greet/ledger.jsonl') ? readFileSync(join(project.root, 'specs/greet/ledger.jsonl'), 'utf8') : '';

test('a comment that is typed at the approval prompt by mistake approves nothing', async () => {
  const project = projectWithSpec();
  const shown = await typeInTerminal(project, ['approve', 'greet'], ['also say hello twice', 'abort', 'q']);
  expect(shown).toContain('Nothing was done: answer with a, e, c or q');
  expect(shown).toContain('still wait');
  expect(approvals(project)).toBe('');
});

test('a wait between attempts is counted down in one line that goes again', async () => {
  const project = makeProject();
  await approveByHand(project);
  const [first, ...others] = implementers;
  const replies = first?.replies.map((reply, at) =>
    at === 0 ? { ...reply, fault: 'overloaded' as const, faultTimes: 2 } : reply,
  );
  project.useScript([{ ...first, replies: replies ?? [] }, ...others]);
  const shown = await typeInTerminal(project, ['run', 'greet'], []);
  const waits = [...shown.matchAll(/waiting (\d\.\d) s: scripted:script\.json/g)].map(([, left]) => Number(left));
  expect(new Set(waits).size).toBeGreaterThan(3);
  expect(shown).not.toContain('trying again');
  expect(shown).toContain('All 3 tasks of greet are done');
});

test('the word approve approves the text that was shown', async () => {
  const project = projectWithSpec();
  await typeInTerminal(project, ['approve', 'greet'], ['approve', 'q']);
  expect(approvals(project)).toContain('THE SYSTEM SHALL greet');
});

test('documents that are approved together are shown, edited and approved together, or block by block', async () => {
  const project = makeProject();
  project.write('specs/greet/.config.kiro', '{"specType":"quick-spec"}');
  for (const [file, text] of Object.entries(documents)) project.write(`specs/greet/${file}`, text);
  const log = join(dirname(project.root), 'edited.txt');
  const editor = join(dirname(project.root), 'editor.sh');
  writeFileSync(editor, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\n`);
  chmodSync(editor, 0o755);
  project.env.EDITOR = editor;
  const answers = ['e', 'a tasks/2', 'a requirements/1', 'a tasks/2', 'q'];
  const shown = await typeInTerminal(project, ['approve', 'greet'], answers);
  const paths = ['requirements', 'design', 'tasks'].map((stage) => join(project.root, `specs/greet/${stage}.md`));
  expect(readFileSync(log, 'utf8')).toBe(`${paths.join('\n')}\n`);
  for (const path of paths) expect(shown).toContain(path);
  expect(shown.match(/tasks\/2 was not approved: requirements of greet come before tasks/g)).toHaveLength(2);
  expect(shown).toContain('requirements of greet approved, 1 block');
  expect(shown).toContain('requirements, design, tasks of greet still wait');
  const whole = await typeInTerminal(project, ['approve', 'greet'], ['a']);
  expect(whole).toContain('requirements, design, tasks of greet approved');
});

test('the editor opens the document and nothing else, whatever its path', async () => {
  const project = makeProject({}, "it's a folder");
  project.write('specs/greet/requirements.md', requirements);
  const log = join(dirname(project.root), 'edited.txt');
  const editor = join(dirname(project.root), 'editor.sh');
  writeFileSync(editor, `#!/bin/sh\nprintf '%s\\n' "$#" "$@" >> '${log}'\n`);
  chmodSync(editor, 0o755);
  project.env.EDITOR = `'${editor}' --wait`;
  await typeInTerminal(project, ['approve', 'greet'], ['e', 'q']);
  expect(readFileSync(log, 'utf8')).toBe(`2\n--wait\n${join(project.root, 'specs/greet/requirements.md')}\n`);
});

test('what a terminal would act on is shown to who approves', async () => {
  const project = projectWithSpec();
  project.write('specs/greet/requirements.md', `${requirements}\n\u001b[8mhidden\u001b[0m\n`);
  const shown = await typeInTerminal(project, ['approve', 'greet'], ['q']);
  expect(shown).toContain('\\u{1b}[8mhidden');
  expect(shown).not.toContain('\u001b[8m');
});

test('a log that does not fit on the terminal goes through the pager, a short one or one for a program does not', async () => {
  const project = makeProject();
  project.useScript([...authors, ...implementers]);
  expectDone(await project.ashlar('new', item, '--name', 'greet'));
  project.env.PAGER = 'sed s/^/paged:/';
  expect(await typeInTerminal(project, ['log', 'greet'], [])).toMatch(/^run_\w+ {2}draft greet\r\n/);
  for (const stage of ['requirements', 'design', 'tasks'])
    expectDone(await project.ashlar('approve', 'greet', stage, '--yes'));
  expectDone(await project.ashlar('run', 'greet'));
  const lines = (await typeInTerminal(project, ['log', 'greet'], [])).trimEnd().split('\r\n');
  expect(lines.length).toBeGreaterThan(24);
  expect(lines.filter((line) => !line.startsWith('paged:'))).toEqual([]);
  expect((await project.ashlar('log', 'greet')).stdout).not.toContain('paged:');
  expect(await typeInTerminal(project, ['log', 'greet', '--json'], [])).toMatch(/^\{/);
  project.env.PAGER = 'no-such-pager';
  expect(await typeInTerminal(project, ['log', 'greet'], [])).toMatch(/run_\w+ {2}execute greet\r\n/);
});

test('the line at the bottom says which round it is once a task came back', async () => {
  const project = makeProject({ 'check.sh': 'sleep 0.5\ngrep -qx hello greet.txt\n' });
  const tasks = documents['tasks.md'].replace('grep -qx hello greet.txt_', 'sh check.sh_');
  await approveByHand(project, { texts: { ...documents, 'tasks.md': tasks } });
  const [, ...others] = implementers;
  project.useScript([
    implementer('1', [write('greet.txt', 'good day\n'), finish()], [bash('echo hello > greet.txt'), finish()]),
    ...others,
  ]);
  const shown = await typeInTerminal(project, ['run', 'greet'], []);
  const [first = '', second = ''] = shown.split('back to the agent: round 2 of 3');
  expect(first).toMatch(/. checking: sh check\.sh/);
  expect(first).not.toContain('round');
  expect(second).toMatch(/. round 2 of 3: checking: sh check\.sh/);
  expect(second.slice(second.indexOf('✓ done'))).not.toContain('round 2');
});

test('lines that were cut off the ledger are shown to who approves, whose word then stands', async () => {
  const project = projectWithSpec();
  await project.ashlar('approve', 'greet', '--yes', '--no-draft');
  await project.ashlar('reject', 'greet', '--comment', 'no', '--no-draft');
  const path = 'specs/greet/ledger.jsonl';
  project.write(path, `${project.read(path).split('\n')[0]}\n`);
  const left = await typeInTerminal(project, ['approve', 'greet'], ['q']);
  expect(left).toMatch(/ledger: lines were cut off: 1 line .* Ann <ann@example\.test> rejected requirements/);
  expect(await project.ashlar('draft', 'greet')).toMatchObject({ code: 6 });
  await typeInTerminal(project, ['approve', 'greet'], ['a', 'q']);
  expect(await project.ashlar('draft', 'greet')).toMatchObject({ code: 0, stderr: '' });
});

test('a signer is added by who says yes, and by nothing else', async () => {
  const project = projectWithSpec();
  const fingerprint = 'SHA256:eZNZcLPWUnvxFIiZdVGdqR4lGEkDofGHtrhm3PpA6gk';
  for (const answer of ['', 'maybe', 'n']) {
    expect(await typeInTerminal(project, ['signers', 'add', fingerprint], [answer])).toContain('Nothing was added');
  }
  expect((await project.ashlar('signers')).stdout).not.toContain(fingerprint);
  const shown = await typeInTerminal(project, ['signers', 'add', fingerprint, '--name', 'Bob'], ['y']);
  expect(shown).toContain('counts from now on');
  expect((await project.ashlar('signers')).stdout).toContain(`${fingerprint}  Bob, since `);
});

test('at a question Enter takes what the prompt says, and the answer that was taken is shown', async () => {
  const project = makeProject();
  await approveByHand(project);
  const ask = { name: 'ask', input: { question: 'Which word?', options: ['hi', 'hello'], recommended: 'hello' } };
  const told = { expect: 'The answer: hello', calls: [write('greet.txt', 'hello\n'), finish()] };
  project.useScript([{ match: '# Task 1 of ', replies: [{ calls: [ask] }, told] }, ...implementers.slice(1)]);
  const shown = await typeInTerminal(project, ['run', 'greet'], ['']);
  expect(shown).toContain('[Enter = 2] > ');
  expect(shown).toContain('Answered: hello');
});

test('an approval is confirmed, and a text that was written anew is shown by what changed in it', async () => {
  const project = makeProject();
  project.write('specs/greet/requirements.md', requirements);
  const design = (what: string) => `# Design Document\n\n## Overview\n\n${what}\n\n## Parts\n\nOne.\n`;
  project.useScript([{ replies: [{ text: design('A greeting.') }] }]);
  const [first] = [await typeInTerminal(project, ['approve', 'greet'], ['a', 'q'])];
  expect(first).toMatch(/requirements of greet approved, \d blocks?; now drafting the design/);
  project.useScript([{ replies: [{ text: design('A warm greeting.') }] }]);
  const shown = await typeInTerminal(project, ['approve', 'greet'], ['c', 'warmer', 'q']);
  const anew = shown.slice(shown.indexOf('what changed since you saw it'));
  expect(anew).toMatch(/-A greeting\.\s+\+A warm greeting\./);
  expect(anew).not.toContain('# Design Document');
});

test('with --json progress goes to a terminal, whose lines are broken between words, unless it is to be quiet', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  const shown = await typeInTerminal(project, ['run', 'greet', '--json'], []);
  expect(shown).toContain('● 1 Write the greeting');
  expect(await typeInTerminal(project, ['run', 'greet', '--json', '--quiet'], [])).not.toContain('●');
});

const advised = requirements.replace(
  'greet\n',
  'say an appropriate hello\n2. WHEN nobody is there THE SYSTEM SHALL say hello within 5\n3. WHEN asked THE SYSTEM SHALL give a list of names, etc.\n',
);
const rulesAccepted = (project: Project) =>
  approvals(project)
    .split('\n')
    .flatMap((line) => /"type":"accepted","rule":"([\w-]+)"/.exec(line)?.[1] ?? []);

test('lint offers what it advises, one piece a key: a accepts, s and Enter skip, q stops', async () => {
  const project = makeProject();
  project.write('specs/greet/requirements.md', advised);
  const shown = await pressInTerminal(project, ['lint', 'greet'], ['s', 'a', 'x', '\u001b[A', 'aa', '\r']);
  expect(shown).toContain('0 errors, 0 warnings, 3 pieces of advice in 1 spec.');
  expect(shown.split('[q]uit > ')).toHaveLength(7);
  expect(shown).toContain('Accepted 1 piece of advice, each until its text changes.');
  const [accepted] = rulesAccepted(project);
  expect(rulesAccepted(project)).toHaveLength(1);
  const left = await project.ashlar('lint', 'greet');
  expect(left.stdout).toContain('2 pieces of advice');
  expect(left.stdout).not.toContain(`advice ${accepted}`);
  expect(await pressInTerminal(project, ['lint'], ['q'])).not.toContain('Accepted');
  expect(await pressInTerminal(project, ['lint'], ['a', '\u0003'])).toContain('stopped by SIGINT');
  expect(await pressInTerminal(project, ['lint'], ['\u0004'])).not.toContain('Accepted');
  expect(rulesAccepted(project)).toHaveLength(2);
});

test('nothing is offered where there is nothing to accept, or a program reads what is written', async () => {
  const project = makeProject();
  project.write('specs/greet/requirements.md', requirements);
  expect(await pressInTerminal(project, ['lint'], [])).not.toContain('[q]uit');
  project.write('specs/greet/requirements.md', advised);
  for (const flag of ['--json', '--sarif', '--quiet'])
    expect(await pressInTerminal(project, ['lint', flag], []), flag).not.toContain('[q]uit');
  expect(await project.ashlar('lint')).toMatchObject({ code: 0, stderr: '' });
});

test('an agent that gives itself a terminal accepts nothing', async () => {
  const project = makeProject();
  project.write('specs/greet/requirements.md', advised);
  project.env.ASHLAR_COMMAND = '1';
  expect(await pressInTerminal(project, ['lint'], ['a', 'a', 'a'])).toContain('nothing was decided');
  const { code } = await project.ashlar('lint', 'greet', '--accept', 'vague-word', 'requirements/1', '--yes');
  expect(code).toBe(8);
  expect(approvals(project)).toBe('');
});
