import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { watchFolder } from '../../src/base/watch-folder.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-watch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a file that is renamed into the folder is told of, also where nobody waited yet', async () => {
  const folder = makeFolder();
  const watching = watchFolder(folder);
  onTestFinished(() => watching.close());
  for (let round = 0; round < 2; round++) {
    const waiting = round === 0 ? watching.changed() : undefined;
    writeFileSync(join(folder, 'new'), `${round}`);
    renameSync(join(folder, 'new'), join(folder, 'ledger'));
    await (waiting ?? delay(50).then(() => watching.changed()));
  }
});

test('of a folder that cannot be watched nothing is told, and nothing is thrown', async () => {
  const watching = watchFolder(join(makeFolder(), 'gone'));
  expect(await Promise.race([watching.changed().then(() => 'told'), delay(50, 'silent')])).toBe('silent');
  watching.close();
});
