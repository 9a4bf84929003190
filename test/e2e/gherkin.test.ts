import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject } from './support/project.ts';
import { author, design, item, tasks } from './support/specs.ts';

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

test('another style than ears and gherkin is refused with its line', async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'model: a:b\nrequirements: { style: prose }\n' });
  expect(await project.ashlar('status')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/config\.yaml:2:\d+ .*requirements\.style/),
  });
});
