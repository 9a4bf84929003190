import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, bash, finish, implementer, implementers, write } from './support/specs.ts';

/** Counts what it is asked, and has nothing. */
async function registry() {
  const seen: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    seen.push(url);
    response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.2', done));
  onTestFinished(() => void server.close());
  return { host: `127.0.0.2:${(server.address() as AddressInfo).port}`, seen };
}

const lockFile = (host: string) => ({
  name: 'lib',
  lockfileVersion: 3,
  packages: {
    '': { name: 'lib', dependencies: { thing: '1.0.0' } },
    'node_modules/thing': {
      version: '1.0.0',
      resolved: `http://${host}/thing.tgz`,
      integrity: `sha512-${'A'.repeat(86)}==`,
    },
  },
});

async function installing(host: string, policy?: string): Promise<Project> {
  const project = makeProject({
    'package.json': '{"name":"lib","dependencies":{"thing":"1.0.0"}}\n',
    'package-lock.json': JSON.stringify(lockFile(host)),
    ...(policy === undefined ? {} : { '.ashlar/policy/team.cedar': policy }),
  });
  delete project.env.ASHLAR_SANDBOX;
  const config = join(project.env.XDG_CONFIG_HOME ?? '', 'ashlar');
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, 'config.yaml'), `network:\n  hosts: ["${host}"]\n`);
  await approveByHand(project);
  const calls = [bash('npm ci --fetch-retries=0'), write('greet.txt', 'hello\n')];
  project.useScript([implementer('1', calls, [finish()]), ...implementers.slice(1)]);
  return project;
}

const forbidding = `@id("no-registry") @why("Packages come from our mirror.")
forbid (principal, action == Action::"connect", resource) when { resource.name == "127.0.0.2" };
`;

test.runIf(existsSync('/usr/bin/bwrap'))(
  'a host of the user’s list is reached by an installation, unless a policy of the team forbids it by name',
  async () => {
    const open = await registry();
    const allowed = await installing(open.host);
    expectDone(await allowed.ashlar('run', 'greet'));
    expect(open.seen).toContain('/thing.tgz');
    const checked = await allowed.ashlar('policy', 'check', 'connect', open.host, '--json');
    expect(JSON.parse(checked.stdout)).toMatchObject({ effect: 'allow', rule: 'configured-hosts' });

    const closed = await registry();
    const denied = await installing(closed.host, forbidding);
    expectDone(await denied.ashlar('run', 'greet'));
    expect(closed.seen).toEqual([]);
    const { stdout } = await denied.ashlar('log', 'greet');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`${closed.host} denied by policy no-registry`);
    const told = await denied.ashlar('log', 'greet', '--json');
    expect(told.stdout).toContain(
      `[${closed.host} was not reached, denied by policy no-registry: Packages come from our mirror.]`,
    );
    expect((await denied.ashlar('replay', 'greet')).code).toBe(0);
  },
);
