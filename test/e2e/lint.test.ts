import { expect, test } from 'vitest';
import { makeProject } from './support/project.ts';
import { approveByHand, documents, requirements } from './support/specs.ts';

interface Result {
  schemaVersion: number;
  ok: boolean;
  specs: { spec: string; counts: Record<string, number>; findings: { rule: string; line: number }[]; hidden: number }[];
}

const vague = requirements.replace('say hello', 'say an appropriate hello');
const doubled = requirements.replace('2. WHEN', '1. WHEN');

function open(own: string) {
  const project = makeProject();
  for (const [file, text] of Object.entries(documents)) project.write(`specs/greet/${file}`, text);
  project.write('specs/greet/requirements.md', own);
  return project;
}

test('errors end with 3 and are shown with place, rule, reason and remedy; advice alone ends with 0', async () => {
  const broken = await open(requirements.replace('THE SYSTEM SHALL say hello', 'it says hello')).ashlar('lint');
  expect(broken).toMatchObject({ code: 3, stderr: '' });
  expect(broken.stdout).toContain('specs/greet/requirements.md:14:4 error duty-missing requirements/1');
  expect(broken.stdout).toContain('1 error, 0 warnings, 0 pieces of advice in 1 spec.');
  const advised = await open(vague).ashlar('lint', 'greet', '--json');
  const { ok, schemaVersion, specs } = JSON.parse(advised.stdout) as Result;
  expect({ code: advised.code, ok, schemaVersion }).toEqual({ code: 0, ok: true, schemaVersion: 1 });
  expect(specs).toMatchObject([
    { spec: 'greet', counts: { error: 0, advice: 1 }, findings: [{ rule: 'vague-word', line: 14 }] },
  ]);
});

test('without a terminal an acceptance needs --yes; then the finding is gone and the ledger is whole', async () => {
  const project = open(vague);
  const words = ['lint', 'greet', '--accept', 'vague-word', 'requirements/1'];
  const refused = await project.ashlar(...words);
  expect(refused.code).toBe(6);
  expect(refused.stderr).toContain('ashlar lint greet --accept vague-word requirements/1 --yes');
  expect(project.has('specs/greet/ledger.jsonl')).toBe(false);
  expect((await project.ashlar(...words, '--yes')).code).toBe(0);
  expect((await project.ashlar('lint')).stdout).toContain('0 errors, 0 warnings, 0 pieces of advice in 1 spec.');
  expect((await project.ashlar('status', '--json')).stdout).not.toContain('"problem"');
  expect((await project.ashlar(...words, '--yes')).code).toBe(2);
  expect((await project.ashlar('lint', '--accept', 'vague-word')).stderr).toContain('is alone');
});

test('--fix mends and shows the diff; what is approved is touched only with --yes', async () => {
  const fresh = open(doubled);
  const { code, stdout } = await fresh.ashlar('lint', '--fix');
  expect({ code, read: fresh.read('specs/greet/requirements.md') }).toEqual({ code: 0, read: requirements });
  expect(stdout).toContain('+2. WHEN farewell.txt is read');

  const project = makeProject();
  await approveByHand(project, { texts: { ...documents, 'requirements.md': doubled } });
  const refused = await project.ashlar('lint', 'greet', '--fix');
  expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining('requirements/1 of greet is approved') });
  expect(project.read('specs/greet/requirements.md')).toBe(doubled);
  const fixed = await project.ashlar('lint', 'greet', '--fix', '--yes');
  expect(fixed).toMatchObject({ code: 0, stdout: expect.stringContaining('To be approved again: requirements/1') });
  expect(project.read('specs/greet/requirements.md')).toBe(requirements);
});

test('--sarif prints one log and nothing else, and excludes --json', async () => {
  const project = open(vague);
  const { code, stdout } = await project.ashlar('lint', '--sarif');
  const log = JSON.parse(stdout) as { version: string; runs: { results: { ruleId: string }[] }[] };
  expect({ code, version: log.version }).toEqual({ code: 0, version: '2.1.0' });
  expect(log.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(['vague-word']);
  expect((await project.ashlar('lint', '--sarif', '--json')).code).toBe(2);
  expect((await project.ashlar('lint', 'nothing')).code).toBe(3);
});

test('a repository without specs has nothing to lint, and a damaged ledger is an error in it', async () => {
  const project = makeProject();
  expect(await project.ashlar('lint')).toMatchObject({ code: 0, stdout: expect.stringContaining('No specs yet') });
  await approveByHand(project);
  project.write('specs/greet/ledger.jsonl', 'not a line\n');
  const { code, stdout } = await project.ashlar('lint');
  expect({ code, named: stdout.includes('specs/greet/ledger.jsonl:1:1 error ledger-unreadable') }).toEqual({
    code: 3,
    named: true,
  });
});

test('a team’s rules hold for lint, approval and ci alike, and what they turn down is told each time', async () => {
  const project = open(vague);
  project.write('.ashlar/config.yaml', 'lint: { rules: { vague-word: error } }\n');
  const failed = await project.ashlar('lint');
  expect(failed).toMatchObject({ code: 3, stdout: expect.stringContaining(':14:51 error vague-word requirements/1') });
  const asked = await project.ashlar('approve', 'greet', '--yes', '--no-draft', '--json');
  expect(asked.code).toBe(0);
  expect((await project.ashlar('ci', 'greet')).stdout).toMatch(
    /✗ lint +greet\n +! specs\/greet\/requirements\.md:14: /,
  );

  project.write(
    '.ashlar/config.yaml',
    'lint: { rules: { ears-shape: off, duty-missing: advice }, allowedWords: [Appropriate] }\n',
  );
  project.write('specs/greet/requirements.md', vague.replace('THE SYSTEM SHALL say goodbye', 'it says goodbye'));
  const told = 'the configuration turns errors down: ears-shape: off, duty-missing: advice';
  const eased = await project.ashlar('lint');
  expect(eased).toMatchObject({ code: 0, stdout: expect.stringContaining(`! ${told}`) });
  expect(eased.stdout).toContain('0 errors, 0 warnings, 1 piece of advice');
  expect((await project.ashlar('ci')).stdout).toContain(`! ${told}`);

  project.write('.ashlar/config.yaml', 'lint: { rules: { criterion-uncoverd: off } }\n');
  expect(await project.ashlar('lint')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/config\.yaml:1:18 .*the nearest is "criterion-uncovered"/),
  });
});

test('criteria that changed places since they were approved are named by lint and ci, and are not approved', async () => {
  const project = makeProject();
  await approveByHand(project);
  const swapped = requirements
    .replace('say hello', '…')
    .replace('say goodbye', 'say hello')
    .replace('…', 'say goodbye');
  const both = swapped.replace(/greet\.txt|farewell\.txt/g, (file) =>
    file === 'greet.txt' ? 'farewell.txt' : 'greet.txt',
  );
  project.write('specs/greet/requirements.md', both);
  const named = '1.1 now says what was approved as 1.2; numbers stay';
  const linted = await project.ashlar('lint', 'greet');
  expect(linted).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('requirements.md:14:1 error id-renumbered requirements/1'),
  });
  expect(linted.stdout).toContain(named);
  expect((await project.ashlar('ci')).stdout).toContain(named);
  expect(await project.ashlar('approve', 'greet', 'requirements', '--yes')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('requirements.md:14 cannot be approved (id-renumbered)'),
  });
});

test('--formalise asks a model once about one spec; what it shows is told then, and later without a model', async () => {
  const silent = requirements.replace(
    '2. WHEN farewell.txt is read THE SYSTEM SHALL say goodbye',
    '2. WHEN greet.txt is read THE SYSTEM SHALL stay mute',
  );
  const project = open(silent);
  expect((await project.ashlar('lint', '--formalise')).stderr).toContain('ashlar lint SPEC --formalise');
  expect((await project.ashlar('lint', 'greet', '--formalise', '--sarif')).code).toBe(2);
  const form = (id: string, action: string, subject = 'greet.txt') => ({
    id,
    guard: [{ kind: 'trigger', subject, value: 'read' }],
    duties: [{ modality: 'must', action }],
  });
  const reply = {
    glossary: { exclusive: [['say', 'stay mute']] },
    forms: [form('1.1', 'say'), form('1.2', 'stay mute'), form('1.3', 'name', 'readme.md')],
  };
  project.useScript([{ match: 'You put requirements into a normal form', replies: [{ text: JSON.stringify(reply) }] }]);
  const { code, stdout } = await project.ashlar('lint', 'greet', '--formalise', '--max-turns', '3');
  expect(code).toBe(0);
  expect(stdout).toContain('3 forms were written to specs/greet/forms.jsonl.');
  expect(stdout).toContain('can both be met? when greet.txt read: 1.1 says say, 1.2 says stay mute');
  expect((await project.ashlar('log')).stdout).toContain('reading of criteria started');
  delete project.env.ASHLAR_MODEL;
  expect((await project.ashlar('lint', 'greet', '--formalise')).stdout).toContain('No criterion is without a form.');
  project.write('specs/greet/requirements.md', silent.replace('stay mute', 'stay quite mute'));
  const changed = await project.ashlar('lint', 'greet');
  expect(changed.stdout).not.toContain('can both be met?');
  expect(changed.stdout).toContain(
    'greet: of 3 criteria only the words were compared; ashlar lint greet --formalise asks a model',
  );
});
