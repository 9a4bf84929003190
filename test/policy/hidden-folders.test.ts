import { expect, test } from 'vitest';
import type { Policy, PolicyRequest } from '../../src/policy/policy.ts';
import { openPolicy } from './open-policy.ts';

const hidden = {
  folders: ['/home/ann/.local/state/ashlar', '/var/state/ashlar'],
  home: '/home/ann',
  variables: { XDG_STATE_HOME: '/var/state' },
};

const inCode = await openPolicy({ places: { specFolders: ['specs'], root: '/home/ann/code/repo', hidden } });
const inHome = await openPolicy({ places: { specFolders: ['specs'], root: '/home/ann', hidden } });

const decide = (action: PolicyRequest['action'], resource: string, policy: Policy = inCode) => {
  const { effect, rule } = policy.decide({ role: 'implementer', action, resource });
  return effect === 'allow' ? 'allow' : rule;
};

test.each([
  'cat ~/.local/state/ashlar/signing-key.json',
  'cat $HOME/.local/state/ashlar/trust.yaml',
  `cat "$\{HOME}/.local/state/ashlar/trust.yaml"`,
  'cat /home/ann/.local/state/ashlar/trust.yaml',
  'cat /var/state/ashlar/trust.yaml',
  'cat $XDG_STATE_HOME/ashlar/trust.yaml',
  `cat "$\{XDG_STATE_HOME:-$HOME/.local/state}/ashlar/trust.yaml"`,
  'cat ../../.local/state/ashlar/trust.yaml',
  'cd ~/.local/state && cat ashlar/trust.yaml',
  'cd; cat .local/state/./ashlar/x',
  'pushd ~/.local; ls state/ashlar',
  'cat ~/.local/st*/ashl?r/x',
  'ls ~/.local/state/Ashlar',
  'echo "signers: []" > ~/.local/state/ashlar/trust.yaml',
  'echo x | tee -a ~/.local/state/ashlar/trust.yaml',
  'openssl pkey -in=/var/state/ashlar/signing-key.json',
  'KEY=/var/state/ashlar/signing-key.json node sign.js',
  'sh -c "base64 < ~/.local/state/ashlar/signing-key.json"',
  'python3 -c "print(open(\'/home/ann/.local/state/ashlar/signing-key.json\').read())"',
  "node -e \"require('fs').readFileSync(process.env.HOME + '/.local/state/ashlar/x')\"",
  'rm -rf ~/.local/state',
  'mv ~/.local /tmp/x',
  'ln -s ~/.local/state link',
  'cp -r ~/.local/state .',
  'tar cf x.tar ~/.local',
  'grep -r PRIVATE ~/.local',
  'rg PRIVATE /var',
  'find ~ -name "*.pem" -exec cat {} +',
])('the command %j does not reach the key', (command) => {
  expect(decide('runCommand', command)).toBe('signing-key');
});

test.each([
  'ls ~',
  'ls -la ..',
  'find / -name pkg-config',
  'cat ~/.local/share/x',
  'grep -rn XDG_STATE_HOME src',
  'grep -r x .',
  'rm -rf node_modules dist/*',
  'cp -r src copy',
  'cat ~/.local/state/ashlar-notes.md',
  'cat src/state/ashlar.ts',
  'cd .. && ls',
  'npm test',
])('the command %j is allowed', (command) => {
  expect(decide('runCommand', command)).toBe('allow');
});

test('files are held too, where the folder lies in the repository', () => {
  expect(decide('readFile', '.local/state/ashlar/signing-key.json', inHome)).toBe('signing-key');
  expect(decide('writeFile', '.local/state/ashlar/trust.yaml', inHome)).toBe('signing-key');
  expect(decide('readFile', '.local/state/other.txt', inHome)).toBe('allow');
  expect(decide('readFile', '.')).toBe('allow');
});
