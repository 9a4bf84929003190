import { expect, test } from 'vitest';
import type { Profile } from '../../src/sandbox/sandbox.ts';
import { seatbeltProfile } from '../../src/sandbox/seatbelt.ts';

const profile: Profile = {
  root: '/Users/ann/repo/"odd" tree',
  kept: ['/Users/ann/repo/"odd" tree/.git'],
  env: { PATH: '/usr/bin:/opt/homebrew/bin', JAVA_HOME: '/Library/Java/jdk' },
  readable: ['/Users/ann/repo/.git'],
  scratch: '/Users/ann/repo/.ashlar/state/sandbox/tree',
  home: '/Users/ann',
  network: 'none',
};

test('nothing is allowed by itself, and what is kept is denied after the root was allowed', () => {
  const lines = seatbeltProfile(profile).split('\n');
  expect(lines.slice(0, 2)).toEqual(['(version 1)', '(deny default)']);
  const at = (text: string) => lines.findIndex((line) => line.includes(text));
  const root = at('(allow file-read* file-write* (subpath "/Users/ann/repo/.ashlar/state/sandbox/tree")');
  expect(lines[root]).toContain('(subpath "/Users/ann/repo/\\"odd\\" tree")');
  expect(at('(deny file-write* (subpath "/Users/ann/repo/\\"odd\\" tree/.git"))')).toBeGreaterThan(root);
  expect(lines.join('\n')).not.toMatch(/\(subpath "\/Users\/ann"\)|\(allow default\)/);
});

test('tools can be read, and the home cannot', () => {
  const text = seatbeltProfile(profile);
  for (const path of ['/Library/Java/jdk', '/Users/ann/.cargo/bin', '/Users/ann/repo/.git']) {
    expect(text).toContain(`(subpath "${path}")`);
  }
  for (const path of ['.ssh', '.aws', '.npmrc', '.netrc', '.config']) expect(text).not.toContain(`/Users/ann/${path}"`);
});

test('without a network only this machine is reached', () => {
  expect(seatbeltProfile(profile)).toContain('(allow network* (local ip "localhost:*") (remote ip "localhost:*"))');
  expect(seatbeltProfile({ ...profile, network: 'all' })).toContain('(allow network*)');
});
