import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCedar } from '../../src/policy/cedar.ts';
import { categories } from '../../src/policy/commands/category.ts';
import type { Policy, PolicyRequest } from '../../src/policy/policy.ts';
import { type PolicySource, readPolicies } from '../../src/policy/read-policies.ts';
import { repositoryZones } from '../../src/policy/zone-rules.ts';
import { openPolicy, schema } from './open-policy.ts';

const project = (text: string): PolicySource => ({ file: '.ashlar/policy/team.cedar', text, origin: 'project' });
const infra = project(`@id("never-infra") @why("The platform team owns it.")
forbid (principal, action in [Action::"writeFile", Action::"deleteFile"], resource in Dir::"infra");`);
const migrations = project(`@id("ask-migrations") @why("Migrations need approval.") @ask("pause")
forbid (principal, action == Action::"writeFile", resource)
when { resource.rel like "db/migrations/*" } unless { context.approved };`);

const ask = (policy: Policy, action: PolicyRequest['action'], resource: string, more: Partial<PolicyRequest> = {}) => {
  const { effect, rule } = policy.decide({ role: 'implementer', action, resource, ...more });
  return `${effect} ${rule}`;
};

test('the shipped policies fit the schema, and each is known by a name and says why', async () => {
  const cedar = await loadCedar();
  const folder = new URL('../../templates/policy/', import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cedar'))) {
    const source = { file, text: readFileSync(new URL(file, folder), 'utf8'), origin: 'default' as const };
    expect(readPolicies(cedar, source, schema).problems).toEqual([]);
  }
});

test('all zones and categories that code gives are names of the schema', () => {
  for (const name of [...repositoryZones.map(({ rule }) => rule), ...Object.keys(categories)]) {
    expect(schema).toContain(`"${name}"`);
  }
});

test('a forbid of the team holds for tools, for commands, and for what takes its folder along', async () => {
  const policy = await openPolicy({ sources: [infra] });
  expect(ask(policy, 'writeFile', 'infra/main.tf')).toBe('deny never-infra');
  expect(ask(policy, 'writeFile', 'src/../infra/x')).toBe('deny never-infra');
  expect(ask(policy, 'runCommand', 'echo x | tee infra/main.tf')).toBe('deny never-infra');
  expect(ask(policy, 'runCommand', 'cd src && sed -i s/a/b/ ../infra/main.tf')).toBe('deny never-infra');
  expect(ask(policy, 'runCommand', 'rm -r infra')).toBe('deny never-infra');
  expect(ask(policy, 'writeFile', 'src/infra/main.tf')).toBe('allow implementers-write');
  expect(ask(policy, 'readFile', 'infra/main.tf')).toBe('allow default');
  expect(ask(policy, 'runCommand', 'cat infra/main.tf')).toBe('allow default');
});

test('what a yes would lift is asked, and says whether the run waits; what it would not is denied', async () => {
  const policy = await openPolicy({ sources: [migrations] });
  const decide = (resource: string) => policy.decide({ role: 'implementer', action: 'writeFile', resource });
  expect(decide('db/migrations/1.sql')).toMatchObject({ effect: 'ask', rule: 'ask-migrations', unattended: 'pause' });
  expect(decide('.github/workflows/a.yml')).toMatchObject({ effect: 'ask', unattended: 'deny', file: 'files.cedar' });
  const both = await openPolicy({ sources: [migrations, { ...infra, text: infra.text.replace('"infra"', '"db"') }] });
  expect(ask(both, 'writeFile', 'db/migrations/1.sql')).toBe('deny never-infra');
});

test('a permit of a repository counts only where its folder is trusted, a forbid always', async () => {
  const permit = project('@id("net") @why("x") permit (principal, action == Action::"connect", resource);');
  expect(ask(await openPolicy({ sources: [permit] }), 'connect', 'example.org:443')).toBe('allow net');
  const untrusted = await openPolicy({ sources: [permit, infra], trusted: false });
  expect(ask(untrusted, 'connect', 'example.org:443')).toBe('deny none');
  expect(ask(untrusted, 'writeFile', 'infra/a')).toBe('deny never-infra');
  expect(untrusted.rules.find(({ id }) => id === 'net')?.counts).toBe(false);
  expect(ask(await openPolicy({ sources: [{ ...permit, origin: 'user' }], trusted: false }), 'connect', 'a:1')).toBe(
    'allow net',
  );
});

test.each([
  ['permit (principal, action, resource', 'team.cedar:1:'],
  ['@id("a") @why("b")\nforbid (principal, action == Action::"writeFil", resource);', 'team.cedar:2:30'],
  ['@id("a") @why("b")\nforbid (principal, action, resource)\nwhen { resource in Zone::"secret" };', 'team.cedar:3:20'],
  ['forbid (principal, action, resource);', 'team.cedar:1:1'],
  ['@id("a") forbid (principal, action, resource);', 'team.cedar:1:1'],
  ['@id("a") @why("b") @ask("pause") forbid (principal, action, resource);', 'team.cedar:1:1'],
])('a wrong policy is told with its place: %j', async (text, place) => {
  await expect(openPolicy({ sources: [project(text)] })).rejects.toMatchObject({
    kind: 'invalid',
    what: expect.stringContaining(place),
  });
});

test('the nearest name is told for one that is not known', async () => {
  const text =
    '@id("a") @why("b") forbid (principal, action == Action::"readFile", resource) when { resource.relative == "x" };';
  await expect(openPolicy({ sources: [project(text)] })).rejects.toThrow(/relative.*did you mean `rel`/);
});

test('a team speaks of commands by their programs and categories, of roles, tasks and money', async () => {
  const policy = await openPolicy({
    sources: [
      project(`@id("only-npm") @why("x") forbid (principal, action == Action::"runCommand", resource)
unless { ["npm", "node"].containsAll(resource.programs) };
@id("no-install") @why("x") forbid (principal, action == Action::"runCommand", resource in Category::"install");
@id("poor") @why("x") forbid (principal in Role::"implementer", action == Action::"writeFile", resource) when { context.spent > 500 };
@id("task-7") @why("x") forbid (principal, action, resource) when { context.task == "7" };`),
    ],
  });
  expect(ask(policy, 'runCommand', 'npm test && node a.js')).toBe('allow default');
  expect(ask(policy, 'runCommand', 'npm test; ls')).toBe('deny only-npm');
  expect(ask(policy, 'runCommand', 'npm ci')).toBe('deny no-install');
  expect(ask(policy, 'writeFile', 'a.ts', { circumstances: { spentUsd: 6 } })).toBe('deny poor');
  expect(ask(policy, 'readFile', 'a.ts', { circumstances: { task: '7' } })).toBe('deny task-7');
});

test('roles do what they are for: only what implementers change is committed, nobody connects or writes memory', async () => {
  const policy = await openPolicy();
  expect(ask(policy, 'writeFile', 'a.ts', { role: 'author' })).toBe('deny none');
  expect(ask(policy, 'readFile', 'a.ts', { role: 'detector' })).toBe('allow default');
  expect(ask(policy, 'readMemory', 'conventions')).toBe('allow default');
  expect(ask(policy, 'writeMemory', 'conventions')).toBe('deny none');
  expect(ask(policy, 'commit', 'a.ts')).toBe('allow commits');
  expect(ask(policy, 'commit', 'a.ts', { role: 'author' })).toBe('deny none');
  expect(ask(policy, 'commit', '.vscode/settings.json')).toBe('deny tool-settings');
  expect(ask(policy, 'connect', '169.254.169.254:80')).toBe('deny none');
});

test('a task that names its files has those, new tests and what is new beside them', async () => {
  const policy = await openPolicy();
  const write = (resource: string) =>
    ask(policy, 'writeFile', resource, { circumstances: { files: ['src/lock.ts', 'docs/*.md'] } });
  for (const path of [
    'src/lock.ts',
    'docs/a.md',
    'test/lock.test.ts',
    'test/new.test.ts',
    'src/lock-types.ts',
    'dist/x.js',
  ]) {
    expect([path, write(path)]).toEqual([path, 'allow implementers-write']);
  }
  for (const path of ['lib/a.ts', 'README.md', 'other/x.txt', 'package.json']) {
    expect([path, write(path)]).toEqual([path, 'ask beyond-task']);
  }
  expect(ask(policy, 'runCommand', 'echo x >> lib/a.ts', { circumstances: { files: ['src/lock.ts'] } })).toBe(
    'ask beyond-task',
  );
});

test('what is written decides too: scripts of an installation, and tests that are switched off', async () => {
  const policy = await openPolicy();
  const write = (resource: string, text: string, before?: string) =>
    ask(policy, 'writeFile', resource, { text, ...(before !== undefined && { before }) });
  expect(write('package.json', '{"scripts":{"postinstall":"node x"}}')).toBe('ask install-scripts');
  expect(write('package.json', '{"scripts":{"test":"vitest"}}')).toBe('allow implementers-write');
  expect(write('test/a.test.ts', "it.skip('x')", "it('x')")).toBe('ask skipped-tests');
  expect(write('test/a.test.ts', "it.skip('y')", "it.skip('x')")).toBe('allow implementers-write');
  expect(write('src/a.ts', "it.skip('x')")).toBe('allow implementers-write');
});
