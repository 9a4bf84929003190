// How long `ashlar drift` takes over 700 anchored files: none of them changed, and all of them; `--all` looks at every
// anchor, without it also for what nobody asked for.
//   node build.mjs && node test/bench/drift.mjs [FOLDER]
// With a folder, up to 700 files of code from there are taken instead of made ones.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { median } from './numbers.mjs';
import { startAshlar, succeed } from './program.mjs';

const count = 700;
const rounds = 5;
const code = new Set(['.ts', '.tsx', '.js', '.mjs', '.py', '.go', '.rs', '.java', '.cs']);
const scratch = mkdtempSync(join(tmpdir(), 'ashlar-drift-'));
const root = join(scratch, 'repository');
try {
  const files = process.argv[2] === undefined ? madeFiles() : filesOf(process.argv[2]);
  await makeSpec(files);
  const bytes = [...files.values()].reduce((sum, text) => sum + text.length, 0);
  console.log(
    `${files.size} files, ${(bytes / 1e6).toFixed(1)} MB, ${availableParallelism()} cores, Node ${process.versions.node}`,
  );
  await measure('nothing changed', 0);
  for (const [path, text] of files) writeFileSync(join(root, path), `${text}\n\n`);
  await measure('all files changed in form only', 0);
  for (const [path, text] of files) writeFileSync(join(root, path), text.replaceAll(/return (\w)/g, 'return not_$1'));
  await measure('all files changed', 7);
} finally {
  if (process.env.KEEP === undefined) rmSync(scratch, { recursive: true, force: true });
  else console.log(scratch);
}

async function measure(what, exitCode) {
  for (const scope of [['--all'], []]) await measureScope(what, scope, exitCode);
}

async function measureScope(what, scope, exitCode) {
  const times = [];
  let report = {};
  for (let round = 0; round <= rounds; round++) {
    const end = await startAshlar(['drift', ...scope, '--no-run', '--json'], { cwd: root }).ended;
    if (end.exitCode !== exitCode) throw new Error(`${what}: exit code ${end.exitCode}\n${end.output.slice(0, 2000)}`);
    report = JSON.parse(end.output);
    if (round > 0) times.push(end.durationMs);
  }
  console.log(
    `${what} ${scope.join(' ')}: ${Math.round(median(times))} ms, ${report.inSync} of ${report.anchors} anchors in sync`,
  );
}

function madeFiles() {
  const body = (n) =>
    Array.from(
      { length: 12 },
      (_, at) =>
        `/** Adds part ${at}. */\nexport function part${at}(values: number[], limit = ${n}): number {\n  const chosen = values.filter((value) => value > limit);\n  for (const value of chosen) {\n    if (value % ${at + 2} === 0) console.log('part', value);\n  }\n  return chosen.length + ${n + at};\n}\n`,
    ).join('\n');
  return new Map(Array.from({ length: count }, (_, n) => [`src/part-${n}.ts`, body(n)]));
}

function filesOf(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => code.has(extname(path)));
  return new Map(paths.slice(0, count).map((path) => [`src/${path}`, readFileSync(join(folder, path), 'utf8')]));
}

/** A spec with one task, which writes all the files; done and merged. */
async function makeSpec(files) {
  const spec = join(root, 'specs', 'parts');
  mkdirSync(spec, { recursive: true });
  writeFileSync(join(scratch, 'files.json'), JSON.stringify([...files]));
  const make = `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';\nimport { dirname } from 'node:path';\nfor (const [path, text] of JSON.parse(readFileSync(${JSON.stringify(join(scratch, 'files.json'))}, 'utf8'))) {\n  mkdirSync(dirname(path), { recursive: true });\n  writeFileSync(path, text);\n}\n`;
  writeFileSync(join(root, 'make.mjs'), make);
  writeFileSync(
    join(spec, 'requirements.md'),
    '# Requirements\n\n### Requirement 1: Parts\n\n#### Acceptance Criteria\n\n1. THE SYSTEM SHALL have parts\n',
  );
  writeFileSync(join(spec, 'design.md'), '# Design\n\n## Overview\nParts.\n');
  writeFileSync(
    join(spec, 'tasks.md'),
    '# Tasks\n\n- [ ] 1. Make the parts\n  - _Requirements: 1.1_\n  - _Verify: test -d src_\n',
  );
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['config', 'user.name', 'Bench'],
    ['config', 'user.email', 'bench@localhost'],
    ['add', 'make.mjs'],
    ['commit', '--quiet', '--message', 'feat: begin'],
  ])
    git(...args);
  const calls = [
    [{ name: 'bash', input: { command: 'node make.mjs' } }],
    [{ name: 'finish', input: { summary: 'Made.', done: true } }],
  ];
  const script = join(scratch, 'script.json');
  writeFileSync(
    script,
    JSON.stringify({ sessions: [{ match: 'Task 1 of', replies: calls.map((each) => ({ calls: each })) }] }),
  );
  const context = { cwd: root, env: { ASHLAR_MODEL: `scripted:${script}` } };
  for (const stage of ['requirements', 'design', 'tasks']) {
    await succeed(startAshlar(['approve', 'parts', stage, '--yes', '--no-draft'], context), `ashlar approve ${stage}`);
  }
  await succeed(startAshlar(['run', 'parts'], context), 'ashlar run');
  git('merge', '--quiet', 'ashlar/parts');
}

function git(...args) {
  execFileSync('git', args, { cwd: root, env: { PATH: process.env.PATH, HOME: dirname(root) } });
}
