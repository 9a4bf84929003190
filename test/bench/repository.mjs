import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draftReply, partFile, parts } from './conversation.mjs';
import { startAshlar, succeed } from './program.mjs';

export const specName = 'rounds';

/** A repository with an approved spec, made by the program itself with the server as its author. */
export async function makeApprovedSpec(folder, server) {
  mkdirSync(join(folder, 'src'), { recursive: true });
  mkdirSync(join(folder, '.ashlar'));
  for (let part = 0; part < parts; part++) writeFileSync(join(folder, 'src', `part-${part}.mjs`), partFile(part, 0));
  writeFileSync(join(folder, 'package.json'), '{ "name": "rounds", "scripts": { "test": "node --test" } }\n');
  writeFileSync(join(folder, 'AGENTS.md'), 'Every part stands in a file of its own.\n');
  writeFileSync(join(folder, '.ashlar', 'config.yaml'), 'limits:\n  turns: 300\n');
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'config', 'user.name', 'Bench');
  git(folder, 'config', 'user.email', 'bench@localhost');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'feat: the parts');
  server.answer = ({ body, reply }) => reply(draftReply(body));
  const context = { cwd: folder, env: modelEnvironment(server) };
  await succeed(startAshlar(['new', 'Every part knows its round', '--name', specName], context), 'ashlar new');
  for (const stage of ['requirements', 'design', 'tasks']) {
    await succeed(startAshlar(['approve', specName, stage, '--yes'], context), `ashlar approve ${stage}`);
  }
  return folder;
}

/** A copy for one run to work in; git is shown the files once, so that it need not look at them again. */
export function copyRepository(from, to) {
  cpSync(from, to, { recursive: true });
  git(to, 'update-index', '--refresh', '-q');
  return to;
}

export function modelEnvironment({ url }) {
  return { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'bench', ASHLAR_MODEL: 'anthropic:bench' };
}

function git(folder, ...args) {
  execFileSync('git', args, { cwd: folder, env: { PATH: process.env.PATH, HOME: folder } });
}
