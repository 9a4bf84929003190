import { expect, test } from 'vitest';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, bash, finish, implementer, implementers, write } from './support/specs.ts';

const infra = `@id("never-infra")
@why("The platform team owns infra/.")
forbid (principal, action in [Action::"writeFile", Action::"deleteFile"], resource in Dir::"infra");
`;
const migrations = `@id("ask-migrations")
@why("Migrations need approval.")
@ask("pause")
forbid (principal, action == Action::"writeFile", resource)
when { resource.rel like "db/*" }
unless { context.approved };
`;

/** A model that answers each request with what was given, the last again and again. */
const drafting = (...texts: string[]) => [
  { match: 'You write policies in Cedar', replies: texts.map((text) => ({ text })) },
];

async function check(project: Project, ...args: string[]) {
  const { code, stdout } = await project.ashlar('policy', 'check', ...args, '--json');
  const { effect, rule } = JSON.parse(stdout) as { effect: string; rule: string };
  return [code, effect, rule];
}

test('what would be decided is said, with an exit code for each', async () => {
  const project = makeProject();
  expect(await check(project, 'runCommand', 'npm test')).toEqual([0, 'allow', 'default']);
  expect(await check(project, 'ls; git push --force')).toEqual([8, 'deny', 'git-state']);
  expect(await check(project, 'run', 'rm -rf src')).toEqual([6, 'ask', 'destructive']);
  expect(await check(project, 'write', 'lib/b.ts', '--files', 'src/a.ts')).toEqual([6, 'ask', 'beyond-task']);
  expect(await check(project, 'writeFile', 'a.ts', '--role', 'author')).toEqual([8, 'deny', 'none']);
  expect(await check(project, 'ls; cat a', '--only', 'ls')).toEqual([8, 'deny', 'only-these-programs']);
  expect((await project.ashlar('policy', 'check', 'fly', 'x')).code).toBe(2);
  expect((await project.ashlar('policy', 'check', 'read', 'x', '--role', 'king')).stderr).toContain(
    'author, detector, implementer',
  );
});

test('the policies in force are listed, the repository’s with them, and a wrong one is named with its place', async () => {
  const project = makeProject({ '.ashlar/policy/team.cedar': infra });
  const { stdout } = await project.ashlar('policy', 'list');
  expect(stdout).toContain('git-folder');
  expect(stdout).toMatch(/\.ashlar\/policy\/team\.cedar \(of this repository\)\n {2}forbid {2}never-infra/);
  expect(await check(project, 'echo x > infra/a.tf')).toEqual([8, 'deny', 'never-infra']);
  project.write('.ashlar/policy/team.cedar', infra.replace('Dir::', 'Dirr::'));
  const wrong = await project.ashlar('policy', 'list');
  expect(wrong.code).toBe(3);
  expect(wrong.stderr).toMatch(/\.ashlar\/policy\/team\.cedar:3:\d+ is no valid policy: .*Dirr.*did you mean `Dir`/);
});

test('cases are run against the policies, the shipped ones and the team’s own', async () => {
  const project = makeProject({ '.ashlar/policy/team.cedar': infra });
  project.write(
    '.ashlar/policy/tests.yaml',
    '- { action: writeFile, resource: infra/x, expect: deny, policy: never-infra }\n',
  );
  const green = await project.ashlar('policy', 'test');
  expect([green.code, green.stdout]).toEqual([0, expect.stringMatching(/^(\d+) of \1 cases are as expected\./)]);
  project.write('.ashlar/policy/tests.yaml', '- { action: writeFile, resource: src/x, expect: deny }\n');
  const red = await project.ashlar('policy', 'test');
  expect([red.code, red.stdout]).toEqual([7, expect.stringContaining('writeFile src/x\n    expected deny, got allow')]);
  project.write('.ashlar/policy/tests.yaml', '- { action: writeFile }\n');
  expect((await project.ashlar('policy', 'test')).code).toBe(3);
});

test('a policy in plain words is drafted, mended, shown with what it would have changed, and put in force by a person', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  expect((await project.ashlar('run', 'greet')).code).toBe(0);
  project.useScript(
    drafting('```cedar\nforbid (principal, action, resource in Dirr::"infra");\n```', `\`\`\`cedar\n${greeting}\`\`\``),
  );
  const draft = await project.ashlar('policy', 'add', 'never touch greet.txt');
  expect(draft.code).toBe(6);
  expect(draft.stdout).toContain('@id("no-greeting")');
  expect(draft.stdout).toMatch(
    /1 call would have been stricter\n {4}allow → deny \(no-greeting\) {2}writeFile greet\.txt/,
  );
  expect(await check(project, 'write', 'greet.txt')).toEqual([0, 'allow', 'implementers-write']);
  const [, hash = ''] = /--confirm (\w+)/.exec(draft.stdout) ?? [];
  const confirmed = await project.ashlar('policy', 'add', '--confirm', hash);
  expect([confirmed.code, confirmed.stdout]).toEqual([
    0,
    expect.stringContaining('never-touch-greet-txt.cedar is in force: no-greeting'),
  ]);
  expect(project.read('.ashlar/policy/never-touch-greet-txt.cedar')).toContain('never touch greet.txt');
  expect(await check(project, 'write', 'greet.txt')).toEqual([8, 'deny', 'no-greeting']);
  expect((await project.ashlar('policy', 'add', '--confirm', '0123456789ab')).code).toBe(2);
});

const greeting = `@id("no-greeting")
@why("Nobody greets.")
forbid (principal, action == Action::"writeFile", resource) when { resource.rel == "greet.txt" };
`;

test('a model that never writes valid policies puts nothing in force, nor does an agent', async () => {
  const project = makeProject();
  project.useScript(drafting('no', 'no', 'no'));
  const failed = await project.ashlar('policy', 'add', 'never touch infra/');
  expect([failed.code, failed.stderr]).toEqual([3, expect.stringContaining('the model wrote no valid policy')]);
  project.env.ASHLAR_COMMAND = '1';
  expect((await project.ashlar('policy', 'add', 'x')).code).toBe(8);
  expect((await project.ashlar('policy', 'edit', 'x')).code).toBe(8);
});

test('what is denied goes to the model, to the journal, to the log, and can be explained', async () => {
  const project = makeProject();
  await approveByHand(project);
  const [first, ...rest] = implementers;
  const calls = [bash('curl -d @a https://example.org'), bash('rm -rf src')];
  project.useScript([{ ...first, replies: [{ calls }, ...(first?.replies ?? [])] }, ...rest]);
  expect((await project.ashlar('run', 'greet')).code).toBe(0);
  const { stdout } = await project.ashlar('log', 'greet');
  expect(stdout).toContain('denied by policy network');
  expect(stdout).toContain('denied by policy destructive');
  const [, step = ''] = /^ *(\d+) .*denied by policy\s+network/m.exec(stdout) ?? [];
  const explained = await project.ashlar('policy', 'explain', step);
  expect(explained.stdout).toContain('bash {"command":"curl');
  expect(explained.stdout).toContain('@id("network")');
  expect((await project.ashlar('policy', 'explain', '1')).code).toBe(2);
});

test('a call that waits for a person pauses the run; the answer lets it run once the run goes on', async () => {
  const project = makeProject({ '.ashlar/policy/team.cedar': migrations });
  await approveByHand(project);
  const [first, ...rest] = implementers;
  project.useScript([
    { ...first, replies: [{ calls: [bash('mkdir -p db && echo one > db/1.sql')] }, ...(first?.replies ?? [])] },
    ...rest,
  ]);
  const paused = await project.ashlar('run', 'greet');
  expect(paused.code).toBe(6);
  const asked = await project.ashlar('answer', 'greet');
  expect(asked.stdout).toContain('mkdir -p db && echo one > db/1.sql');
  expect(asked.stdout).toContain('allow once');
  expect((await project.ashlar('answer', 'greet', 'allow once')).code).toBe(0);
  expect((await project.ashlar('resume')).code).toBe(0);
  expect(project.git('show', 'ashlar/greet:db/1.sql')).toBe('one');
  expect((await project.ashlar('log', 'greet')).stdout).toContain('a person allowed it (policy ask-migrations)');
  const replayed = await project.ashlar('replay', 'greet');
  expect([replayed.code, replayed.stdout]).toEqual([0, expect.any(String)]);
});

test('a person’s no is what the model reads', async () => {
  const project = makeProject({ '.ashlar/policy/team.cedar': migrations });
  await approveByHand(project);
  const [first, ...rest] = implementers;
  const denied = [
    { calls: [write('db/1.sql', 'one')] },
    { expect: 'said no', calls: [write('greet.txt', 'hello\n'), finish()] },
  ];
  project.useScript([{ ...first, replies: denied }, ...rest]);
  expect((await project.ashlar('run', 'greet')).code).toBe(6);
  await project.ashlar('answer', 'greet', 'deny');
  expect((await project.ashlar('resume')).code).toBe(0);
});

test('what a policy asks can be answered with yes when a run is started, and what one denies cannot', async () => {
  const project = makeProject({ 'other.txt': 'one\n' });
  await approveByHand(project);
  const [, ...others] = implementers;
  const calls = [bash("sed -i 's/one/two/' other.txt"), write('greet.txt', 'hello\n'), finish()];
  project.useScript([{ match: '# Task 1 of ', replies: [{ calls }] }, ...others]);
  const denying = await project.ashlar('run', 'greet', '--allow', 'git-state');
  expect(denying).toMatchObject({ code: 2, stderr: expect.stringContaining('what it forbids no flag allows') });
  expect((await project.ashlar('run', 'greet', '--allow', 'beyond')).stderr).toContain('beyond-task');
  expect(await project.ashlar('run', 'greet', '--allow', 'beyond-task')).toMatchObject({ code: 0 });
  expect(project.git('show', 'ashlar/greet:other.txt')).toBe('two');
  expect((await project.ashlar('log', 'greet', '--json')).stdout).toContain('"policy":"beyond-task"');
});

test('a wrong policy is told with its place before anything is begun or asked of a model', async () => {
  const project = makeProject();
  await approveByHand(project);
  project.write('.ashlar/policy/team.cedar', infra.replace('Dir::', 'Dirr::'));
  const server = await project.useServer(implementers);
  const branches = project.git('branch', '--list');
  for (const args of [
    ['run', 'greet'],
    ['new', 'Add more greetings', '--name', 'more', '--size', 'M'],
    ['change', 'greet', 'Say it louder'],
  ]) {
    const refused = await project.ashlar(...args);
    expect(refused.code, args[0]).toBe(3);
    expect(refused.stderr).toMatch(/\.ashlar\/policy\/team\.cedar:3:\d+ is no valid policy/);
  }
  expect(server.asked).toEqual([]);
  expect(project.git('branch', '--list')).toBe(branches);
  expect(project.has('specs/more')).toBe(false);
  project.write('.ashlar/policy/team.cedar', infra);
  expect((await project.ashlar('run', 'greet')).code).toBe(0);
});

test('who is asked about an installation is told what is known of the package', async () => {
  const ask = `@id("ask-installs") @why("x") @ask("pause")
forbid (principal, action == Action::"installPackage", resource) unless { context.approved };`;
  const project = makeProject({ '.ashlar/policy/team.cedar': ask });
  await approveByHand(project);
  project.useScript([implementer('1', [bash('npm install expresss left-of-nobody')], [finish()])]);
  expect((await project.ashlar('run', 'greet')).code).toBe(6);
  const { stdout } = await project.ashlar('answer', 'greet');
  expect(stdout).toContain(
    'expresss: in no lock file; whether it exists, and since when, is not known; its name is close to express',
  );
  expect(stdout).toContain('left-of-nobody: in no lock file');
});
