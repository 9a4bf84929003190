import { expect, test } from 'vitest';
import type { PolicyRequest } from '../../src/policy/policy.ts';
import { openPolicy } from './open-policy.ts';

const policy = await openPolicy();
const decide = (action: PolicyRequest['action'], resource: string) =>
  policy.decide({ role: 'implementer', action, resource });
const ruleOf = (action: PolicyRequest['action'], resource: string) => {
  const { effect, rule } = decide(action, resource);
  return effect === 'allow' ? 'allow' : rule;
};

test.each([
  ['.git/config', 'git-folder'],
  ['.git', 'git-folder'],
  ['.GIT/hooks/pre-commit', 'git-folder'],
  ['.git./config', 'git-folder'],
  ['.git /config', 'git-folder'],
  ['.git::$DATA/config', 'git-folder'],
  ['GIT~1/config', 'git-folder'],
  ['.g\u200dit/config', 'git-folder'],
  ['\uff0egit/config', 'git-folder'],
  ['src/../.git//config', 'git-folder'],
  ['vendor/lib/.git/config', 'git-folder'],
  ['.gitmodules', 'git-folder'],
  ['.ashlar/config.yaml', 'own-settings'],
  ['specs/lock/ledger.jsonl', 'specs-belong-to-people'],
  ['Specs/lock/tasks.md', 'specs-belong-to-people'],
  ['docs/specs/lock/tasks.md', 'specs-belong-to-people'],
  ['.kiro/steering/x.md', 'tool-settings'],
  ['.claude/settings.json', 'tool-settings'],
  ['.env', 'environment-files'],
  ['packages/api/.env.production', 'environment-files'],
  ['.envrc', 'environment-files'],
  ['../outside.txt', 'outside'],
  ['/etc/passwd', 'outside'],
])('writing %j is denied by %s', (path, rule) => {
  expect(ruleOf('writeFile', path)).toBe(rule);
});

test.each([
  'src/a.ts',
  '.env.example',
  '.gitignore',
  'docs/specs.md',
  'src/specs/a.ts',
  'src/git/a.ts',
  'src/..a/b.ts',
  'test/environment.ts',
])('writing %j is allowed', (path) => {
  expect(decide('writeFile', path)).toMatchObject({ effect: 'allow', rule: 'implementers-write' });
});

test('environment files and keys are not read, the example is', () => {
  const paths = ['.env', 'api/.env.local', 'secrets/prod.pem', 'id_ed25519', 'ssh/ID_RSA', '.netrc', '../x'];
  expect(paths.map((path) => ruleOf('readFile', path))).toEqual([
    ...['environment-files', 'environment-files', 'private-keys', 'private-keys', 'private-keys', 'private-keys'],
    'outside',
  ]);
  const open = ['.env.example', 'specs/lock/design.md', '.git/HEAD', 'src/key.ts', '.'];
  expect(open.map((path) => ruleOf('readFile', path))).toEqual(open.map(() => 'allow'));
});

test.each([
  'git commit -m x',
  'git add . && git commit -m "a b"',
  'npm test; git push --force origin main',
  'npm test\ngit stash',
  'npm test & git checkout -- src',
  'false || git switch main',
  'echo x | git update-ref --stdin',
  'FOO=1 BAR="a b" git reset --hard',
  'env -u X A=1 git rebase main',
  'sudo -u me timeout -k 1 5 nice -n 5 git merge x',
  '/usr/bin/git tag v1',
  'g"i"t \'commit\'',
  '\\git commit',
  'git -C sub branch new-branch',
  'git --no-pager -C sub branch -D main',
  'git -c alias.x=commit x',
  'git -ccore.pager=touch log',
  'GIT_EXTERNAL_DIFF=./evil.sh git diff',
  'git worktree add ../x',
  'git config core.hooksPath x',
  'git filter-branch --all',
  'git stash',
  'git ci',
  'git log --output=x',
  'git grep -O./evil.sh x',
  'git ls-remote https://example.org/x',
  'git apply x.patch',
  'git apply --index ../../patches/lend-1-run_1.patch',
  'git apply ../../patches/../x.patch',
  'echo $(git commit -m x)',
  'echo "`git push`"',
  'cat <(git push)',
  'if true; then git commit -m x; fi',
  '{ git commit -m x; }',
  'f() { git push; }; f',
  'for f in a; do git rm $f; done',
  'bash -lc "cd sub && git commit -m x"',
  'eval "git push"',
  'ls | xargs -n 1 git add',
  'find . -name x -exec git add {} \\;',
  'cat <<EOF && git commit -m x\nbody\nEOF',
  'cat <<EOF\nbody\nEOF\ngit commit -m x',
])('the command %j is denied for what it does to the repository', (command) => {
  expect(ruleOf('runCommand', command)).toBe('git-state');
});

test.each([
  'git status --porcelain=v2 --branch',
  'git -C sub --no-pager log --oneline -n 5',
  'git diff --stat HEAD~1 && git show HEAD:src/a.ts | head',
  'git ls-files | wc -l',
  'git grep commit',
  'git blame src/a.ts',
  'git rev-parse HEAD',
  'git branch --show-current',
  'git stash list',
  'git apply --check ../../patches/lend-1-run_1.patch && git apply ../../patches/lend-1-run_1.patch',
  'git apply .ashlar/state/patches/grüße-1.2-run_1.patch',
  'git --version',
  'command -v git',
  'echo "git commit" > notes.txt',
  'echo git push',
  'npm run commit',
  'cat > run.sh <<EOF\ngit commit\nEOF',
  "cat <<'END' > run.sh\ngit push\nEND",
  '# git commit\nnpm test',
  'npm test 2>&1 | tail -5',
  'npm test &> out.log',
  'cat src/ashlar.ts',
  'find . -name .env',
  'grep -rn ".env" src',
  'rm -rf node_modules dist/*',
  'rm -f *.log src/*.tmp',
  "sed -i 's/.git/x/' src/a.ts",
  'cp .env.example src/x',
  'mkdir -p src/specs && touch src/specs/a.ts',
  'cat specs/lock/design.md > notes.md',
  'cd src && rm specs/a.ts',
  'echo x > $PWD/y',
  '',
])('the command %j is allowed', (command) => {
  expect(ruleOf('runCommand', command)).toBe('allow');
});

test.each([
  'ashlar approve lock',
  'npx --yes ashlar approve lock',
  'npx ashlar@latest approve',
  'node dist/ashlar.js approve',
  './node_modules/.bin/ashlar approve',
  'ashlar signers add SHA256:x --yes',
  'pnpm dlx ashlar reject lock -m x',
  '$(which ashlar) answer lock yes',
  'bash -c "ashlar signers remove x"',
  "script -qec 'ashlar approve lock' /dev/null",
  'XDG_STATE_HOME=/tmp/x ashlar approve lock --yes',
  'watch ashlar status',
])('an agent does not run ashlar itself: %j', (command) => {
  expect(ruleOf('runCommand', command)).toBe('ashlar');
});

test.each([
  ['echo x > .git/hooks/pre-commit', 'git-folder'],
  ['echo x >>.git/config', 'git-folder'],
  ['echo x >| /srv/repo/.git/config', 'git-folder'],
  ['cd src; rm -rf ../.git', 'git-folder'],
  ['cd /srv/repo/src && rm ../specs/x', 'specs-belong-to-people'],
  ['rm -rf .', 'specs-belong-to-people'],
  ['rm -rf ./*', 'specs-belong-to-people'],
  ['rm -r docs', 'specs-belong-to-people'],
  ['rm -r sp*', 'specs-belong-to-people'],
  ['mv specs old', 'specs-belong-to-people'],
  ['cp /tmp/x specs/lock/ledger.jsonl', 'specs-belong-to-people'],
  ['cp -t specs/lock a b', 'specs-belong-to-people'],
  ['echo x | tee -a specs/lock/tasks.md', 'specs-belong-to-people'],
  ["sed -i 's/ /x/' specs/lock/tasks.md", 'specs-belong-to-people'],
  ["perl -pi -e 's/a/b/' specs/lock/tasks.md", 'specs-belong-to-people'],
  ['dd if=/dev/zero of=specs/x', 'specs-belong-to-people'],
  ['bash -c "echo x > .ashlar/config.yaml"', 'own-settings'],
  ['>.kiro/hooks/x.json', 'tool-settings'],
  ['touch .env', 'environment-files'],
  ['cat .env', 'environment-files'],
  ['source ./.env && npm start', 'environment-files'],
  ['base64 < .env.local', 'environment-files'],
  ['grep KEY api/.env', 'environment-files'],
  ['cp keys/server.pem /tmp/x', 'private-keys'],
])('the command %j is denied by %s', (command, rule) => {
  expect(ruleOf('runCommand', command)).toBe(rule);
});

test('a denial says why in a sentence', () => {
  expect(decide('runCommand', 'git push').reason).toMatch(/^Ashlar stages, commits and branches\./);
});

test('what lies outside of the root and is not hidden is not looked at', () => {
  expect(ruleOf('runCommand', 'cat ~/.local/state/ashlar/trust.yaml')).toBe('allow');
});

test.each([
  'echo {} >> ../../../../specs/lock/ledger.jsonl',
  'cd ../../../.. && touch .git/hooks/pre-commit',
  `python3 -c "open('specs/lock/ledger.jsonl','a').write('{}')"`,
  `node -e "require('fs').writeFileSync('.ashlar/config.yaml','')"`,
  'ln specs/lock/ledger.jsonl copy',
  'ln -s specs/lock copy',
  'echo "npm test" | at now + 1 minute',
  '(crontab -l; echo "* * * * * x") | crontab -',
])('%j is not simply allowed', (command) => {
  expect(decide('runCommand', command).effect).not.toBe('allow');
});

test('in a sandbox /tmp is a command’s own, and no tool’s', () => {
  const ask = (action: 'runCommand' | 'writeFile', resource: string, sandboxed: boolean) =>
    policy.decide({ role: 'implementer', action, resource, circumstances: { sandboxed } }).effect;
  expect(ask('runCommand', 'npm test > /tmp/out.txt; tail /tmp/out.txt', true)).toBe('allow');
  expect(ask('runCommand', 'npm test > /tmp/out.txt', false)).toBe('ask');
  expect(ask('writeFile', '/tmp/out.txt', true)).toBe('deny');
  expect(ask('runCommand', 'echo x > /etc/hosts', true)).toBe('deny');
});
