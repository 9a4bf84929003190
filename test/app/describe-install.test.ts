import { expect, test } from 'vitest';
import { describeInstall, type InstallPlace } from '../../src/app/describe-install.ts';
import { makeRepository } from '../support/temporary-repository.ts';

const day = 86_400_000;
const now = Date.parse('2026-06-01T00:00:00Z');
const clock = { now: () => now, monotonicMs: () => 0, sleep: async () => undefined };

function place(more: Partial<InstallPlace> = {}): InstallPlace & { asked: string[] } {
  const asked: string[] = [];
  const ask = async (url: string) => {
    asked.push(url);
    if (url.includes('made-up')) return undefined;
    return { time: { created: new Date(now - 3 * day).toISOString() } };
  };
  return { root: makeRepository().root, clock, network: undefined, ask, asked, ...more };
}

test('without leave to reach the registry nothing is asked, and what is not known is said', async () => {
  const quiet = place();
  expect(await describeInstall([{ manager: 'npm', name: 'expresss@1.2.3' }], quiet)).toEqual([
    'expresss@1.2.3: in no lock file; whether it exists, and since when, is not known; its name is close to express',
  ]);
  expect(quiet.asked).toEqual([]);
});

test('where the user’s settings have the registry, a package is told with its age, or that there is none', async () => {
  for (const network of [{ hosts: ['registry.npmjs.org'] }, { open: true }]) {
    const open = place({ network });
    const packages = [
      { manager: 'pnpm', name: '@scope/thing@^2' },
      { manager: 'npx', name: 'made-up' },
    ];
    expect(await describeInstall(packages, open)).toEqual([
      '@scope/thing@^2: in no lock file; new: first published 3 days ago',
      'made-up: in no lock file; the registry does not have it',
    ]);
    expect(open.asked[0]).toContain('https://registry.npmjs.org/');
  }
});

test('a registry that does not answer leaves it open, and what is no name of a registry is said to be none', async () => {
  const failing = place({ network: { open: true }, ask: () => Promise.reject(new Error('no route')) });
  const packages = [
    { manager: 'pip', name: 'requests==2.0' },
    { manager: 'npm', name: 'https://evil.test/x.tgz' },
    { manager: 'apt', name: 'curl' },
    { manager: 'npm', name: '*' },
  ];
  expect(await describeInstall(packages, failing)).toEqual([
    'requests==2.0: in no lock file; whether it exists, and since when, is not known',
    'https://evil.test/x.tgz: not known, no registry has it by that name',
    'curl: not known, no registry has it by that name',
    'npm: newer versions of what is there',
  ]);
});
