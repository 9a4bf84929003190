import { expect, test } from 'vitest';
import { judgeConnection, permitHosts } from '../../src/app/connect-policy.ts';
import { openPolicy } from '../policy/open-policy.ts';

const forbid = {
  file: 'team.cedar',
  origin: 'project' as const,
  text: '@id("not-there") @why("No.") forbid (principal, action == Action::"connect", resource) when { resource.name like "*.inner.test" };',
};

test('what the list of hosts says is permitted, with its ports and names below, and nothing else', async () => {
  const policy = await openPolicy({ sources: permitHosts(['a.test', '*.b.test:8443', '[::1]:9000']) });
  const reached = (host: string, port: number) => judgeConnection(host, port, policy)?.policy;
  for (const [host, port] of [
    ['a.test', 443],
    ['A.test.', 80],
    ['x.y.b.test', 8443],
    ['::1', 9000],
  ] as const)
    expect(reached(host, port), host).toBeUndefined();
  for (const [host, port] of [
    ['a.test', 8080],
    ['x.a.test', 443],
    ['b.test', 8443],
    ['x.b.test', 443],
    ['::1', 80],
    ['evil.test', 443],
  ] as const)
    expect(reached(host, port), host).toBe('none');
});

test('what a team forbids wins over the list, and is refused by name', async () => {
  const policy = await openPolicy({ sources: [...permitHosts(['*.test']), forbid] });
  expect(judgeConnection('x.inner.test', 443, policy)).toEqual({
    host: 'x.inner.test:443',
    policy: 'not-there',
    reason: 'No.',
  });
  expect(judgeConnection('outer.test', 443, policy)).toBeUndefined();
  expect(permitHosts([])).toEqual([]);
});
