import { withScratchFolder } from '../../src/git/scratch-folder.ts';

/** A process that has a scratch folder in a git folder, names it, and keeps it until its stdin ends. */
const gitDir = process.argv.at(-1) ?? '';
await withScratchFolder(gitDir, async (folder) => {
  process.stdout.write(`${folder}\n`);
  for await (const _chunk of process.stdin);
});
