import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import {
  approvedSpec,
  dirtyCheckout,
  expectBuilt,
  expectNothingLeft,
  type Scene,
  setScene,
} from './support/crash-scene.ts';
import { makeProject } from './support/project.ts';

/** Each of these is several whole runs. */
vi.setConfig({ testTimeout: 120_000 });

interface Doctored {
  findings: { check: string; state: string; found: string; next?: string }[];
}

async function doctor(scene: Pick<Scene, 'ashlar'>, ...args: string[]) {
  const { code, stdout } = await scene.ashlar('doctor', '--json', ...args);
  const { findings } = JSON.parse(stdout) as Doctored;
  return { code, findings, of: (check: string) => findings.filter((finding) => finding.check === check) };
}

const stateOf = ({ root }: Scene) => join(root, '.ashlar/state');

/** A run that was killed when its second task was committed and the journal did not know of it. */
async function killedScene(): Promise<Scene> {
  const scene = await setScene(await approvedSpec(), 0);
  scene.env.ASHLAR_FAILPOINT = 'git:committed:2=kill';
  expect(await scene.ashlar('run', 'greet')).toMatchObject({ signal: 'SIGKILL' });
  delete scene.env.ASHLAR_FAILPOINT;
  return scene;
}

/** What was in the write-ahead log goes into the file itself. */
function fold(scene: Scene): string {
  const file = join(stateOf(scene), 'journal.db');
  const database = new Sqlite(file);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  return file;
}

function changeRow(scene: Scene): void {
  const database = new Sqlite(join(stateOf(scene), 'journal.db'));
  database.exec(`UPDATE events SET body = replace(body, '"type"', '"tyqe"') WHERE seq = 5`);
  database.close();
}

test('all is well in a fresh repository, nothing is written, and no key is shown', async () => {
  const project = makeProject();
  project.env.ANTHROPIC_API_KEY = 'sk-very-secret';
  const { code, findings } = await doctor(project);
  expect(code).toBe(0);
  expect(findings.map(({ check, state }) => `${check} ${state}`)).toEqual([
    'node ok',
    'git ok',
    'sandbox ok',
    'terminal ok',
    'model ok',
    'signing key ok',
    'journal ok',
    'ledgers ok',
    'leftovers ok',
  ]);
  expect(JSON.stringify(findings)).not.toContain('very-secret');
  expect(project.has('.ashlar')).toBe(false);
});

test.each<[string, (scene: Scene) => void]>([
  ['D07: empty', (scene) => truncateSync(fold(scene), 0)],
  ['D08: cut in half', (scene) => truncateSync(fold(scene), 20_000)],
  ['D09: of another program', (scene) => writeFileSync(fold(scene), 'this is no database\n'.repeat(500))],
  ['D10: changed in one row', changeRow],
  ['D11: without its write-ahead log', (scene) => rmSync(join(stateOf(scene), 'journal.db-wal'))],
])('a journal that is %s is put aside by --repair, and the run ends as if nothing had been', async (_, damage) => {
  const scene = await killedScene();
  const expectUntouched = dirtyCheckout(scene);
  damage(scene);
  const found = await doctor(scene);
  expect(found.code).toBe(3);
  expect(found.of('journal')).toMatchObject([{ state: 'broken', next: 'ashlar doctor --repair' }]);
  const refused = await scene.ashlar('run', 'greet');
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('→ ashlar doctor --repair') });

  const mended = await doctor(scene, '--repair');
  expect(mended.code).toBe(0);
  expect(mended.of('tasks of greet')).toMatchObject([
    { found: 'proved and counted as done: 1; committed, their checks run again: 2', next: 'ashlar run greet' },
  ]);
  expect(readdirSync(stateOf(scene)).filter((name) => /^journal\.db\.damaged-\d{8}T\d{6}Z$/.test(name))).toHaveLength(
    1,
  );
  expectDone(await scene.ashlar('run', 'greet'));
  expectBuilt(scene, 1);
  expectUntouched();
  expect((await doctor(scene)).of('journal')).toMatchObject([{ state: 'ok' }]);
});

test('a run that is whole in a damaged journal is kept, with its log; the damaged one is named', async () => {
  const scene = await setScene(await approvedSpec(), 0);
  expectDone(await scene.ashlar('run', 'greet'));
  const before = await scene.ashlar('log', '--json');
  const database = new Sqlite(join(stateOf(scene), 'journal.db'));
  database.exec(`INSERT INTO events (run, at, body, hash) VALUES ('run_other', 1, '{}', 'no hash')`);
  database.exec(
    `INSERT INTO runs SELECT 'run_other', first_seq + 1000, 'other', kind, stage, 1, 1, 'paused', last_type, 'x' FROM runs`,
  );
  database.close();
  const [journal] = (await doctor(scene, '--repair')).of('journal');
  expect(journal?.found).toMatch(/1 whole run was kept, could not be recovered: run_other/);
  const after = await scene.ashlar('log', '--json');
  const withoutNumbers = (text: string) => text.replaceAll(/"seq":\d+/g, '');
  expect(withoutNumbers(after.stdout)).toBe(withoutNumbers(before.stdout));
});

test('a journal that is newer than the program is named and not touched, not even by --repair', async () => {
  const scene = await killedScene();
  const file = fold(scene);
  const database = new Sqlite(file);
  database.pragma('user_version = 99');
  database.close();
  const bytes = readFileSync(file);
  for (const args of [[], ['--repair']]) {
    const { code, of } = await doctor(scene, ...args);
    expect(code).toBe(3);
    expect(of('journal')).toMatchObject([{ state: 'broken', next: expect.stringContaining('update ashlar') }]);
  }
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a damaged ledger is named', async () => {
  const scene = await setScene(await approvedSpec(), 0);
  scene.write('specs/greet/ledger.jsonl', scene.read('specs/greet/ledger.jsonl').replace('"approved"', '"Approved"'));
  const { code, of } = await doctor(scene);
  expect(code).toBe(3);
  expect(of('ledger greet')).toMatchObject([{ state: 'broken', found: expect.stringContaining('greet') }]);
});

test('what killed processes left behind is named, and taken away by --repair where nobody works', async () => {
  const scene = await killedScene();
  const left = [
    '.ashlar/state/.new_0123456789.db',
    'specs/greet/.tasks.md_0123456789.tmp',
    '.git/worktrees/greet/index.lock',
  ];
  for (const path of left) scene.write(path, '');
  scene.write('.git/index.lock', 'of the user');
  const found = await doctor(scene);
  expect(found.code).toBe(0);
  for (const path of left) expect(found.of('leftovers').some((finding) => finding.found.endsWith(path))).toBe(true);
  expect(left.every((path) => scene.has(path))).toBe(true);
  await doctor(scene, '--repair');
  expect(left.filter((path) => scene.has(path))).toEqual([]);
  expect(scene.has('.git/index.lock')).toBe(true);
  rmSync(join(scene.root, '.git/index.lock'));
  expectDone(await scene.ashlar('run', 'greet'));
  expectBuilt(scene, 1);
  expectNothingLeft(scene);
});

test('a copy of the journal from before the run is told from the journal', async () => {
  const scene = await setScene(await approvedSpec(), 0);
  expectDone(await scene.ashlar('reject', 'greet', 'tasks', '--comment', 'No.', '--no-draft'));
  expectDone(await scene.ashlar('approve', 'greet', 'tasks', '--yes', '--no-draft'));
  const file = join(stateOf(scene), 'journal.db');
  copyFileSync(file, `${file}.copy`);
  expectDone(await scene.ashlar('run', 'greet'));
  copyFileSync(`${file}.copy`, file);
  rmSync(`${file}.copy`);
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect((await doctor(scene)).of('journal')).toMatchObject([{ state: 'broken' }]);
  await doctor(scene, '--repair');
  expectDone(await scene.ashlar('run', 'greet'));
  expectBuilt(scene, 0);
});
