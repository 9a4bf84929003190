import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, parseConfig } from '../../src/app/load-config.ts';
import { directions } from '../../src/app/tighten-config.ts';
import { AshlarError } from '../../src/base/errors.ts';
import { configSchema } from '../../src/domain/config.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const trusted = { isTrusted: true };

function problemOf(text: string): AshlarError {
  try {
    parseConfig(text, 'config.yaml');
  } catch (error) {
    if (error instanceof AshlarError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

test.each([
  ['a value of the wrong type', 'model: m\nlimits:\n  turns: many\n', '3:10', /^limits\.turns: .*expected number/],
  ['a number below what is allowed', 'limits: { rounds: 0 }\n', '1:19', /^limits\.rounds: /],
  ['text in place of a list', 'verify: npm test\n', '1:9', /^verify: .*expected array/],
  ['a wrong entry of a list', 'verify:\n  - npm test\n  - 7\n', '3:5', /^verify\.1: /],
  ['nothing in place of text', 'model:\n', '1:7', /^model: /],
  ['a setting that does not exist', 'model: m\nmodle: n\n', '2:1', /^there is no setting "modle"$/],
  ['one within another', 'commands:\n  test: t\n  tset: t\n', '3:3', /^there is no setting "commands\.tset"$/],
  [
    'one within a price',
    'prices:\n  my-model:\n    input: 1\n    output: 2\n    cached: 3\n',
    '5:5',
    /my-model\.cached/,
  ],
  ['a price that is missing', 'prices:\n  my-model:\n    input: 1\n', '3:5', /^prices\.my-model\.output: /],
  ['a list at the top', '- model\n', '1:1', /mapping of settings/],
  ['text at the top', 'model\n', '1:1', /mapping of settings/],
  ['a key that stands twice', 'model: a\nmodel: b\n', '2:1', /unique/],
  ['a bracket that is never closed', 'verify: [a, b\n', '2:1', /./],
  ['a quote that is never closed', 'model: "a\n', '2:1', /quote/],
  ['two documents', 'model: a\n---\nmodel: b\n', '2:1', /multiple documents/],
  [
    'a rule that does not exist',
    'lint:\n  rules:\n    vague-wrod: off\n',
    '3:5',
    /"vague-wrod"; the nearest is "vague-word"/,
  ],
  ['a part of a rule’s name', 'lint: { rules: { passive: off } }\n', '1:18', /nearest is "passive-without-actor"/],
  ['the name of what every object has', 'lint: { rules: { toString: off } }\n', '1:18', /there is no rule "toString"/],
  [
    'turning down what proof rests on',
    'lint:\n  rules: { criterion-uncovered: advice }\n',
    '2:12',
    /^criterion-uncovered cannot be advice, for a criterion counts as proved by .*: it is always an error$/,
  ],
  ['another severity', 'lint: { rules: { vague-word: warning } }\n', '1:30', /^lint\.rules\.vague-word: .*"off"/],
  ['an empty word', 'lint: { vagueWords: [" "] }\n', '1:22', /^lint\.vagueWords\.0: /],
  ['an alias of nothing', 'model: *gone\n', '1:8', /gone/],
])('%s is refused with file, line and column', (_what, text, place, why) => {
  const problem = problemOf(text);
  expect(problem.kind).toBe('invalid');
  expect(problem.what).toBe(`config.yaml:${place} is not a valid configuration`);
  expect(problem.why).toMatch(why);
});

test.each(['', '# nothing set\n', '---\n'])('a file that sets nothing is a configuration: %j', (text) => {
  expect(parseConfig(text, 'config.yaml')).toEqual({});
});

test('the repository goes before the user, setting by setting; lists are replaced', () => {
  const repository = makeRepository({
    '.ashlar/config.yaml':
      'model: repository\nlimits: { rounds: 5 }\nverify: [npm test]\ncommands: { test: npm test }\nenvironment: { A: 1 }\n',
  });
  const folder = join(repository.home, '.config', 'ashlar');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'config.yaml'),
    'model: user\nmodels: { author: mine }\nlimits: { turns: 9, rounds: 1 }\nverify: [make]\nlanguage: go\nenvironment: { A: x, B: true }\n',
  );
  expect(loadConfig(repository.root, folder, trusted)).toEqual({
    model: 'repository',
    models: { author: 'mine' },
    limits: { turns: 9, rounds: 5 },
    verify: ['npm test'],
    commands: { test: 'npm test' },
    language: 'go',
    environment: { A: '1', B: 'true' },
  });
});

test('what lint says is the repository’s to set, so that it is the same for everybody', () => {
  const repository = makeRepository({
    '.ashlar/config.yaml': 'lint: { rules: { ears-shape: error, comparative: off } }\n',
  });
  const folder = join(repository.home, '.config', 'ashlar');
  mkdirSync(folder, { recursive: true });
  expect(loadConfig(repository.root, folder, trusted)).toEqual({
    lint: { rules: { 'ears-shape': 'error', comparative: 'off' } },
  });
  writeFileSync(join(folder, 'config.yaml'), 'lint: { allowedWords: [fast] }\n');
  expect(() => loadConfig(repository.root, folder, trusted)).toThrow(/config\.yaml sets lint/);
});

test('without any file the configuration is empty', () => {
  const repository = makeRepository();
  expect(loadConfig(repository.root, join(repository.home, 'none'), trusted)).toEqual({});
});

test('an error names the file that is wrong', () => {
  const repository = makeRepository({ '.ashlar/config.yaml': 'modle: m\n' });
  expect(() => loadConfig(repository.root, repository.home, trusted)).toThrow(
    `${join(repository.root, '.ashlar/config.yaml')}:1:1`,
  );
});

/** The user's file and the repository's; the settings that an untrusted repository may not set. */
function refused(user: string, repository: string): string[] {
  const made = makeRepository({ '.ashlar/config.yaml': repository });
  const folder = join(made.home, '.config', 'ashlar');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), user);
  expect(() => loadConfig(made.root, folder, trusted)).not.toThrow();
  try {
    loadConfig(made.root, folder, { isTrusted: false });
    return [];
  } catch (error) {
    if (!(error instanceof AshlarError)) throw error;
    expect(error).toMatchObject({ kind: 'denied', next: expect.stringContaining('ashlar trust') as string });
    return error.what.split(': ').at(-1)?.split(', ') ?? [];
  }
}

test.each([
  ['models', '', 'model: x\nmodels: { author: y }', ['model', 'models.author']],
  ['the environment of commands', '', 'environment: { HTTPS_PROXY: "http://evil.test" }', ['environment.HTTPS_PROXY']],
  [
    'commands',
    '',
    'commands: { test: x }\nverify: [y]\nworktree: { setup: z }',
    ['commands.test', 'verify', 'worktree.setup'],
  ],
  [
    'prices, by which budgets count',
    '',
    'prices: { m: { input: 0, output: 0 } }',
    ['prices.m.input', 'prices.m.output'],
  ],
  ['more turns than usual', '', 'limits: { turns: 100000 }', ['limits.turns']],
  ['more rounds than the user', 'limits: { rounds: 2 }', 'limits: { rounds: 3 }', ['limits.rounds']],
  [
    'a larger budget',
    'limits: { budget: { run: { usd: 5 } } }',
    'limits: { budget: { run: { usd: 50 }, task: { usd: 1 } } }',
    ['limits.budget.run.usd'],
  ],
  [
    'more time',
    'limits: { budget: { run: { wallTime: 1h } } }',
    'limits: { budget: { run: { wallTime: 2h } } }',
    ['limits.budget.run.wallTimeMs'],
  ],
  ['fewer findings', 'ci: { failOn: [suspect, none] }', 'ci: { failOn: [suspect] }', ['ci.failOn']],
])('an untrusted repository may not set %s', (_what, user, repository, keys) => {
  expect(refused(user, repository)).toEqual(keys);
});

test.each([
  [
    'how criteria are written',
    '',
    'requirements: { style: gherkin }\nworkflow: design-first\nspecDir: s\nlanguage: go',
  ],
  ['fewer turns', '', 'limits: { turns: 10 }'],
  ['a budget where the user has none', '', 'limits: { budget: { run: { usd: 5, turns: 3 } } }'],
  ['a smaller one', 'limits: { budget: { run: { usd: 5 } } }', 'limits: { budget: { run: { usd: 4 } } }'],
  ['more findings', 'ci: { failOn: [suspect] }', 'ci: { failOn: [none, suspect] }'],
])('an untrusted repository may set %s', (_what, user, repository) => {
  expect(refused(user, repository)).toEqual([]);
});

test('every setting that there is has its direction, and the page about configuration names it', () => {
  const names = Object.keys(configSchema.shape);
  const known = new Set(Object.keys(directions).map((path) => path.split('.')[0]));
  expect(names.filter((name) => !known.has(name))).toEqual([]);
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  for (const [path, direction] of Object.entries(directions)) expect(page).toContain(`| \`${path}\` | ${direction} |`);
});
