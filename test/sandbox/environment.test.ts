import { expect, test } from 'vitest';
import { buildCommandEnvironment, moveEnvironment } from '../../src/sandbox/environment.ts';

test('what programs need to find their tools is kept', () => {
  const env = { PATH: '/bin', HOME: '/home/me', LC_ALL: 'C', CARGO_HOME: '/c', VIRTUAL_ENV: '/v', TZ: 'UTC' };
  expect(buildCommandEnvironment(env)).toMatchObject(env);
});

test('keys, tokens, proxies and all else stay outside', () => {
  const env = {
    ...{ ANTHROPIC_API_KEY: 'k', AWS_SECRET_ACCESS_KEY: 's', GITHUB_TOKEN: 't', NPM_TOKEN: 'n' },
    ...{ HTTPS_PROXY: 'http://u:p@proxy', http_proxy: 'http://proxy', SSH_AUTH_SOCK: '/s', NODE_OPTIONS: '-r x' },
    ...{ LD_PRELOAD: '/x.so', BASH_ENV: '/x', GIT_DIR: '/x', LC_: 'x', LANGUAGE_KEY: 'x', TMPDIR: undefined },
  };
  expect(buildCommandEnvironment(env)).toEqual(buildCommandEnvironment({}));
});

test('a value with a credential in it stays outside whatever its name', () => {
  const env = { MAVEN_OPTS: '-Dhttps.proxyPassword=hunter2', UV_CACHE_DIR: 'https://me:pw@host/x', TZ: 'UTC' };
  const kept = buildCommandEnvironment(env);
  expect([kept.MAVEN_OPTS, kept.UV_CACHE_DIR, kept.TZ]).toEqual([undefined, undefined, 'UTC']);
  expect(buildCommandEnvironment({ MAVEN_OPTS: '-Xmx2g' }).MAVEN_OPTS).toBe('-Xmx2g');
});

test('programs are told not to ask or page, whatever the user set, and nothing of colours', () => {
  expect(
    buildCommandEnvironment({ TERM: 'xterm', PAGER: 'less', CI: 'false', NO_COLOR: '1', FORCE_COLOR: '1' }),
  ).toEqual({
    ...{
      PATH: '/usr/local/bin:/usr/bin:/bin',
      CI: '1',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
      TERM: 'dumb',
      PAGER: 'cat',
    },
    ...{ GIT_PAGER: 'cat', GIT_EDITOR: 'true', GIT_TERMINAL_PROMPT: '0', ASHLAR_COMMAND: '1' },
  });
});

test('in a worktree the copies of folders that lie in the checkout come before them', () => {
  const env = { PATH: '/bin:/code/app/.venv/bin:bin:/code/app-two/bin', VIRTUAL_ENV: '/code/app/.venv', TZ: 'UTC' };
  expect(moveEnvironment(env, '/code/app', '/code/app/.ashlar/w')).toEqual({
    PATH: '/bin:/code/app/.ashlar/w/.venv/bin:/code/app/.venv/bin:bin:/code/app-two/bin',
    VIRTUAL_ENV: '/code/app/.ashlar/w/.venv',
    TZ: 'UTC',
  });
});

test('what the team says of the environment goes before all else', () => {
  const kept = buildCommandEnvironment({ TZ: 'UTC' }, { TZ: 'CET', TERM: 'xterm', DATABASE_URL: 'x' });
  expect(kept).toMatchObject({ TZ: 'CET', TERM: 'xterm', DATABASE_URL: 'x', CI: '1' });
});
