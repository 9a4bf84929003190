import { expect, test } from 'vitest';
import { toolFolders } from '../../src/sandbox/tool-folders.ts';

const home = '/home/ann';

test('what PATH and the variables of toolchains name is there, outside of the home with what lies beside it', () => {
  const env = { PATH: `${home}/.nvm/v20/bin:/srv/tool/bin:/usr/bin:relative/bin`, JAVA_HOME: '/srv/jdk', GOROOT: '' };
  const folders = toolFolders(home, env);
  for (const path of [`${home}/.nvm/v20/bin`, '/srv/tool/bin', '/srv/tool', '/srv/jdk'])
    expect(folders).toContain(path);
  expect(folders.filter((path) => path.includes('relative') || path === '/usr' || path === '/usr/bin')).toEqual([]);
});

test.each([
  ['the home itself', { PATH: home }],
  ['a folder above it', { PATH: '/home:/' }],
  ['a variable that is the home', { VIRTUAL_ENV: home, NVM_DIR: '/home' }],
])('%s is never among them', (_what, env: Record<string, string>) => {
  const folders = toolFolders(home, env);
  expect(folders.filter((path) => path === home || home.startsWith(`${path}/`) || path === '/')).toEqual([]);
});

test('of the home there is nothing that holds credentials', () => {
  const folders = toolFolders(home, { PATH: '/usr/bin' });
  const secret = ['.ssh', '.aws', '.npmrc', '.netrc', '.config/gh', '.docker', '.gnupg', '.kube', '.pypirc'];
  const more = [
    '.cargo/credentials.toml',
    '.m2/settings.xml',
    '.gem/credentials',
    '.local/state',
    '.local/share/keyrings',
  ];
  for (const name of [...secret, ...more]) {
    const path = `${home}/${name}`;
    expect(
      folders.filter((folder) => path === folder || path.startsWith(`${folder}/`)),
      path,
    ).toEqual([]);
  }
});
