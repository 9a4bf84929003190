// How long `ashlar trace` of 100 tasks in 2,000 commits takes, the whole process: `node build.mjs && node test/bench/trace.mjs`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { median, quantile } from './numbers.mjs';
import { packageRoot, startAshlar, startNode, succeed } from './program.mjs';

const [taskCount, commitCount, fileCount, rounds] = [100, 2_000, 300, 15];
const scratch = mkdtempSync(join(tmpdir(), 'ashlar-bench-trace-'));
const cwd = join(scratch, 'repository');
try {
  mkdirSync(cwd);
  const commits = writeHistory();
  await writeSpec(commits);
  const traced = await succeed(startAshlar(['trace', 'big', '--json'], { cwd }), 'ashlar trace');
  const { criteria } = JSON.parse(traced.output);
  const verified = criteria.filter(({ state, tests }) => state === 'verified' && tests.length > 0).length;
  if (verified !== taskCount) throw new Error(`${verified} of ${taskCount} criteria are verified and have a test`);
  await report('node -e 0', () => startNode(['-e', '0'], { cwd }));
  await report(`ashlar trace, ${taskCount} tasks, ${commitCount} commits`, () =>
    startAshlar(['trace', 'big'], { cwd }),
  );
  await report('ashlar why, one line', () => startAshlar(['why', 'src/file-1.ts:1'], { cwd }));
  await report('ashlar ci, one spec', () => startAshlar(['ci', 'big'], { cwd }));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function report(name, start) {
  await succeed(start(), name);
  const times = [];
  for (let round = 0; round < rounds; round++) times.push((await succeed(start(), name)).durationMs);
  console.log(`${name.padEnd(44)} ${median(times).toFixed(0)} ms   p90 ${quantile(times, 0.9).toFixed(0)} ms`);
}

/** One file a commit; the trailers of each task stand on one of them, spread over the history. Returns the commits. */
function writeHistory() {
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Bench');
  git('config', 'user.email', 'bench@localhost');
  const every = commitCount / taskCount;
  const stream = Array.from({ length: commitCount }, (_, n) => {
    const task = n % every === every - 1 ? (n + 1) / every : undefined;
    const trailers = task === undefined ? '' : `\nSpec: big\nTask: ${task}\nRequirements: ${criterionOf(task)}\n`;
    const content = `export const value${n} = ${n};\n`.repeat(40);
    return [
      'commit refs/heads/main',
      `committer Bench <bench@localhost> ${1_700_000_000 + n * 60} +0000`,
      data(`feat: change ${n}\n\nWhat was done and why, in a sentence or two.\n${trailers}`),
      `M 100644 inline src/file-${n % fileCount}.ts`,
      data(content),
    ].join('\n');
  });
  execFileSync('git', ['fast-import', '--quiet'], { cwd, input: `${stream.join('\n')}\n`, env: environment() });
  git('reset', '--quiet', '--hard', 'main');
  git('gc', '--quiet');
  return git('log', '--reverse', '--format=%H')
    .split('\n')
    .filter((_commit, n) => n % every === every - 1);
}

/** A spec that people approved, with evidence for every task and a test for every criterion. */
async function writeSpec(commits) {
  const numbers = Array.from({ length: taskCount }, (_, n) => n + 1);
  const folder = join(cwd, 'specs', 'big');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(cwd, 'test'));
  const requirements = Array.from({ length: taskCount / 10 }, (_, n) => {
    const criteria = Array.from(
      { length: 10 },
      (_, m) => `${m + 1}. WHEN event ${n * 10 + m} happens THE SYSTEM SHALL answer ${n}`,
    );
    return `### Requirement ${n + 1}: Part ${n}\n\n#### Acceptance Criteria\n\n${criteria.join('\n')}\n`;
  });
  const tasks = numbers.map(
    (task) =>
      `- [x] ${task}. Build ${task}\n  - _Requirements: ${criterionOf(task)}_\n  - _Files: src/file-${task}.ts_`,
  );
  const sections = requirements.map((_, n) => `## Part ${n}\n\n${'Prose. '.repeat(60)}\n_Requirements: ${n + 1}_\n`);
  writeFileSync(join(folder, 'requirements.md'), `# Requirements Document\n\n${requirements.join('\n')}`);
  writeFileSync(join(folder, 'design.md'), `# Design Document\n\n${sections.join('\n')}`);
  writeFileSync(join(folder, 'tasks.md'), `# Implementation Plan\n\n${tasks.join('\n')}\n`);
  for (const task of numbers) {
    writeFileSync(
      join(cwd, 'test', `part-${task}.test.ts`),
      `test('[big ${criterionOf(task)}] answers', () => {});\n`.repeat(3),
    );
  }
  for (const stage of ['requirements', 'design', 'tasks']) {
    await succeed(startAshlar(['approve', 'big', stage, '--yes', '--no-draft'], { cwd }), `ashlar approve ${stage}`);
  }
  await writeEvidence(join(folder, 'ledger.jsonl'), commits);
}

/** Signed with the key that the approvals made, as a run on this machine would. */
async function writeEvidence(path, commits) {
  const outfile = join(scratch, 'ledger.mjs');
  const contents = `export { sealFact } from './src/specs/ledger.ts'; export { openSigner } from './src/base/signatures.ts'`;
  await build({
    stdin: { contents, resolveDir: packageRoot, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  });
  const { sealFact, openSigner } = await import(pathToFileURL(outfile).href);
  const signer = openSigner(readFileSync(join(scratch, 'state', 'ashlar', 'signing-key.json'), 'utf8'));
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  for (const [n, commit] of commits.entries()) {
    const fact = {
      type: 'evidence',
      task: String(n + 1),
      command: 'npm test',
      exitCode: 0,
      outputDigest: '',
      commit,
      run: 'run_1',
    };
    const prev = JSON.parse(lines.at(-1)).hash;
    lines.push(JSON.stringify(sealFact(fact, { at: '2026-01-01T00:00:00Z', by: 'ashlar', spec: 'big', prev }, signer)));
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
}

function criterionOf(task) {
  return `${Math.ceil(task / 10)}.${((task - 1) % 10) + 1}`;
}

function data(text) {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function environment() {
  return { PATH: process.env.PATH, HOME: cwd };
}

function git(...args) {
  return execFileSync('git', args, { cwd, env: environment(), encoding: 'utf8' }).trimEnd();
}
