import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of an environment that lead Python to the sources of an editable install. */
const pathFiles = /\.(pth|egg-link)$|^__editable__.*\.py$/;

/**
 * Makes a copied Python environment one of its new repository. An editable install, and the first line of each script,
 * name the repository by its absolute path; left so, a check in the copy would prove the sources of the original.
 * `copy` is the copied folder, `from` the root it came from, `to` the root it goes to. Other folders stay as they are.
 */
export function repointEnvironment(copy: string, from: string, to: string): void {
  if (!isFile(join(copy, 'pyvenv.cfg'))) return;
  for (const path of textsOf(copy)) {
    const bytes = readFileSync(path);
    if (bytes.includes(0)) continue;
    const text = bytes.toString('utf8');
    const repointed = replaceRoot(text, from, to);
    if (repointed !== text) writeFileSync(path, repointed);
  }
}

/** Scripts in `bin`, and what lies in the site-packages of each `lib/python3.x`. */
function textsOf(copy: string): string[] {
  const packages = entriesOf(join(copy, 'lib')).map((python) => join(copy, 'lib', python, 'site-packages'));
  const links = packages.flatMap((folder) =>
    entriesOf(folder)
      .filter((name) => pathFiles.test(name))
      .map((name) => join(folder, name)),
  );
  const scripts = entriesOf(join(copy, 'bin')).map((name) => join(copy, 'bin', name));
  return [...links, ...scripts].filter(isFile);
}

/** Only where the root ends there: `/code/app` is no part of `/code/app-two`. */
function replaceRoot(text: string, from: string, to: string): string {
  const [first = '', ...rest] = text.split(from);
  return rest.reduce((done, part) => done + (/^[\w.-]/.test(part) ? from : to) + part, first);
}

function entriesOf(folder: string): string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
