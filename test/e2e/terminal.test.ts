import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { program, startProgram } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';

const requirements = `# Requirements Document

## Requirements

### Requirement 1: Greet

#### Acceptance Criteria

1. THE SYSTEM SHALL greet
`;

/** Types into a terminal of its own in which the program runs, and gives everything that it showed. */
async function typeInTerminal(project: Project, args: string[], typed: string): Promise<string> {
  const line = [process.execPath, program, ...args].map((part) => `'${part}'`).join(' ');
  const how = process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', line] : ['-qec', line, '/dev/null'];
  const env = { ...project.env, TERM: 'xterm' };
  const { stdout } = await startProgram('script', how, { cwd: project.root, env, input: typed }).ended;
  return stdout;
}

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
  const shown = await typeInTerminal(project, ['approve', 'greet'], 'also say hello twice\nabort\nq\n');
  expect(shown).toContain('Nothing was done: answer with a, e, c or q');
  expect(shown).toContain('still wait');
  expect(approvals(project)).toBe('');
});

test('the word approve approves the text that was shown', async () => {
  const project = projectWithSpec();
  await typeInTerminal(project, ['approve', 'greet'], 'approve\nq\n');
  expect(approvals(project)).toContain('THE SYSTEM SHALL greet');
});

test('the editor opens the document and nothing else, whatever its path', async () => {
  const project = makeProject({}, "it's a folder");
  project.write('specs/greet/requirements.md', requirements);
  const log = join(dirname(project.root), 'edited.txt');
  const editor = join(dirname(project.root), 'editor.sh');
  writeFileSync(editor, `#!/bin/sh\nprintf '%s\\n' "$#" "$@" >> '${log}'\n`);
  chmodSync(editor, 0o755);
  project.env.EDITOR = `'${editor}' --wait`;
  await typeInTerminal(project, ['approve', 'greet'], 'e\nq\n');
  expect(readFileSync(log, 'utf8')).toBe(`2\n--wait\n${join(project.root, 'specs/greet/requirements.md')}\n`);
});

test('what a terminal would act on is shown to who approves', async () => {
  const project = projectWithSpec();
  project.write('specs/greet/requirements.md', `${requirements}\n\u001b[8mhidden\u001b[0m\n`);
  const shown = await typeInTerminal(project, ['approve', 'greet'], 'q\n');
  expect(shown).toContain('\\u{1b}[8mhidden');
  expect(shown).not.toContain('\u001b[8m');
});
