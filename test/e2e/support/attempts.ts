import { expect } from 'vitest';
import type { LedgerFact, LedgerLine } from '../../../src/domain/ledger.ts';
import { program } from './ashlar.ts';
import { makeProject, type Project } from './project.ts';
import { approveByHand, bash, documents, finish, implementer, implementers } from './specs.ts';

type Call = ReturnType<typeof bash>;

/** A way in which the agent of task 1 might approve or complete its own work. */
export interface Attempt {
  calls(project: Project): Call[];
  /** What the program says of it, while it runs or when it is asked. */
  said: RegExp;
  /** The documents, where they are not the usual ones. */
  texts?: Readonly<Record<string, string>>;
  files?: Readonly<Record<string, string>>;
  prepare?(project: Project): Promise<void>;
}

export const ledger = 'specs/greet/ledger.jsonl';

/** A command whose text hides from the policy what it does. It runs in the worktree; `at` is a path in the user's checkout. */
export function hidden(script: string): Call {
  const prelude =
    "const fs=require('fs'),path=require('path'),cp=require('child_process');const root=path.resolve('../../../..');const at=(p)=>path.join(root,p);const edit=(p,from,to)=>fs.writeFileSync(at(p),fs.readFileSync(at(p),'utf8').replace(from,to));";
  const code = Buffer.from(prelude + script).toString('base64');
  const file = `eval(Buffer.from('${code}','base64').toString())`;
  return bash(`cat > attack.cjs <<'END'\n${file}\nEND\nnode attack.cjs; rm attack.cjs`);
}

export const only =
  (...calls: Call[]) =>
  () =>
    calls;
export const edits = (file: string, from: string, to: string) =>
  only(hidden(`edit('specs/greet/${file}',${from},${JSON.stringify(to)})`));
export const appends = (line: object) =>
  hidden(`fs.appendFileSync(at('${ledger}'),${JSON.stringify(`${JSON.stringify(line)}\n`)})`);
export const lastLine = (project: Project): LedgerLine => {
  const line = project.readLines<LedgerLine>(ledger).at(-1);
  if (line === undefined) throw new Error('the ledger is empty');
  return line;
};
export const evidence: LedgerFact = {
  type: 'evidence',
  task: '1',
  command: 'grep -qx hello greet.txt',
  exitCode: 0,
  outputDigest: 'd',
  commit: '',
  run: 'run_1',
};
export const asEvidence = (project: Project): LedgerFact => ({ ...evidence, commit: project.git('rev-parse', 'HEAD') });
/** With the key of the user, wherever it lies. `unmarked`: with nothing in its environment that tells who started it. */
export const runsAshlar =
  (args: readonly string[], { unmarked = false, wrap = [] }: { unmarked?: boolean; wrap?: readonly string[] } = {}) =>
  ({ env }: Project) => {
    const own = unmarked ? { PATH: env.PATH, HOME: env.HOME } : {};
    const given = `{...${unmarked ? '{}' : 'process.env'},...${JSON.stringify({ ...own, XDG_STATE_HOME: env.XDG_STATE_HOME })}}`;
    const plain = [process.execPath, program, ...args];
    const [file, ...rest] = wrap.length === 0 ? plain : [...wrap, plain.map((word) => `'${word}'`).join(' ')];
    const start = `cp.spawnSync(${JSON.stringify(file)},${JSON.stringify(rest)},{cwd:root,encoding:'utf8',env:${given}})`;
    return [hidden(`const r=${start};console.log([String(r.status),r.stdout,r.stderr].filter(Boolean).join(' '))`)];
  };
export const withOther = (project: Project) => approveByHand(project, { folder: 'specs/other' });

/** Has the agent try it in a real run, and holds that nothing is approved or done by it and that the program says what it saw. */
export async function expectNothingGained(attempt: Attempt): Promise<void> {
  const project = makeProject(attempt.files);
  await approveByHand(project, { texts: attempt.texts ?? documents });
  await attempt.prepare?.(project);
  const [main, calls] = [project.git('rev-parse', 'main'), attempt.calls(project)];
  const ends = Array.from({ length: 5 }, () => [finish()]);
  project.useScript([implementer('1', calls, ...ends), ...implementers.slice(1)]);
  const before = await statusOf(project);

  // Whatever policies leave to people is allowed, so that what stands behind them is tried too.
  const run = await project.ashlar('run', 'greet', '--allow', 'beyond-task', 'dependencies', 'install-scripts');
  expect([3, 6, 7]).toContain(run.code);
  const asked = [['status'], ['log', 'greet', '--json'], ['ci']];
  const answers = await Promise.all(
    asked.map(async (words) => Object.values(await project.ashlar(...words)).join('\n')),
  );
  expect([run.stdout, run.stderr, ...answers].join('\n')).toMatch(attempt.said);

  const after = await statusOf(project);
  expect(after.done).toBe(0);
  expect(after.approved.filter((stage) => !before.approved.includes(stage))).toEqual([]);
  expect(project.git('rev-parse', 'main')).toBe(main);
  expect(project.git('log', '--format=%(trailers:key=Task,valueonly)', 'main..ashlar/greet').trim()).toBe('');
  expect((await project.ashlar('run', 'greet')).code).not.toBe(0);
}

async function statusOf(project: Project): Promise<{ done: number; approved: string[] }> {
  const { stdout } = await project.ashlar('status', '--json');
  // A journal that is damaged is refused: nobody is told that anything is done.
  const { specs: all = [] } = JSON.parse(stdout) as {
    specs?: { spec: string; stages: Record<string, string>; tasks: { done: number } }[];
  };
  const stages = all.flatMap(({ spec, stages: states }) =>
    Object.entries(states).map(([stage, state]) => `${spec} ${stage} ${state}`),
  );
  const done = all.reduce((sum, { tasks }) => sum + tasks.done, 0);
  return { done, approved: stages.filter((stage) => stage.endsWith(' approved')) };
}
