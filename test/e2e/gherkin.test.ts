import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject } from './support/project.ts';
import { approveByHand, author, design, documents, implementers, item, tasks } from './support/specs.ts';

const scenarios = `# Requirements Document

## Introduction
The library greets.

## Requirements

### Requirement 1: Greeting

#### Scenario: Hello
- WHEN greet.txt is read
- THEN it says hello

#### Scenario: Goodbye
- GIVEN a reader who leaves
- WHEN farewell.txt is read
- THEN it says goodbye

#### Scenario: Named
- WHEN README.md is read
- THEN it names both files
`;

test('in the style gherkin an author is asked for scenarios, and tasks cover them by their order', async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'requirements: { style: gherkin }\n' });
  project.useScript([
    { ...author('requirements.md', scenarios), match: '#### Scenario: What this one shows' },
    author('design.md', design),
    author('tasks.md', tasks),
  ]);
  expectDone(await project.ashlar('new', item, '--name', 'greet'));
  expect(project.read('specs/greet/requirements.md')).toBe(scenarios);
  expectDone(await project.ashlar('approve', 'greet', '--yes'));
  const drafted = await project.ashlar('approve', 'greet', '--yes', '--json');
  expect(JSON.parse(drafted.stdout)).toMatchObject({ status: 'drafted', problems: [] });
});

test('scenarios are linted, approved, worked on and traced as sentences are', async () => {
  const project = makeProject({
    '.ashlar/config.yaml': 'requirements: { style: gherkin }\n',
    'test/greet.test.js': "test('[greet 1.2] says goodbye', () => {});\n",
  });
  await approveByHand(project, { texts: { ...documents, 'requirements.md': scenarios } });
  expect((await project.ashlar('lint')).stdout).toContain('0 errors, 0 warnings, 0 pieces of advice');
  project.useScript(implementers);
  expectDone(await project.ashlar('run', 'greet'));
  project.git('merge', '--quiet', 'ashlar/greet');
  const { stdout } = await project.ashlar('trace', 'greet', '--json');
  const { criteria } = JSON.parse(stdout) as { criteria: { id: string; state: string; tests: unknown[] }[] };
  expect(criteria.map(({ id, state, tests }) => [id, state, tests.length])).toEqual([
    ['1.1', 'verified', 0],
    ['1.2', 'verified', 1],
    ['1.3', 'verified', 0],
  ]);
  const moved = scenarios.replace(/#### Scenario: Hello[\s\S]*?(?=####)/, '');
  project.write('specs/greet/requirements.md', moved);
  expect((await project.ashlar('lint')).stdout).toContain('1.1 now says what was approved as 1.2');
  project.write(
    'specs/greet/requirements.md',
    moved.replace('Scenario: Goodbye', 'Scenario 1.2: Goodbye').replace('Scenario: Named', 'Scenario 1.3: Named'),
  );
  expect((await project.ashlar('lint')).stdout).not.toContain('id-renumbered');
});

test('a sentence of EARS in a team that writes scenarios is named once', async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'requirements: { style: gherkin }\n' });
  for (const [file, text] of Object.entries(documents)) project.write(`specs/greet/${file}`, text);
  const { code, stdout } = await project.ashlar('lint');
  expect({ code, named: stdout.match(/criterion-style/g)?.length }).toEqual({ code: 0, named: 1 });
  expect(stdout).toContain('1.1, 1.2, 1.3: this team writes scenarios');
});

test('another style than ears and gherkin is refused with its line', async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'model: a:b\nrequirements: { style: prose }\n' });
  expect(await project.ashlar('status')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/config\.yaml:2:\d+ .*requirements\.style/),
  });
});
