import { Command } from 'commander';
import type { RunOutcome, RunRequest, UnfinishedWork } from '../../app/run-spec.ts';
import type { Wire } from '../../app/wire.ts';
import { AshlarError } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { exitCodes } from '../exit-codes.ts';
import { finishDraft } from '../finish-draft.ts';
import type { Finish } from '../output.ts';
import { runUseCase } from '../run-use-case.ts';

interface RunOptions {
  inPlace?: boolean;
  withOptional?: boolean;
}

/** `run` and `resume`. */
export function runCommand(setExitCode: SetExitCode): Command[] {
  const run = new Command('run')
    .description('work through the tasks of an approved spec, in a worktree of its own on branch ashlar/<spec>')
    .argument('<spec>', 'the name of the spec')
    .option('--in-place', 'work in this checkout; what is here is kept under refs/ashlar/backup/ first')
    .option('--with-optional', 'also do the tasks that are marked optional with *')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar run lock-an-account\n  $ ashlar run lock-an-account --stream-json --model openai:qwen3-coder',
    )
    .action((spec: string, options: RunOptions, command: Command) =>
      runUseCase(command, setExitCode, async function* ({ wire }) {
        const { runSpec } = await import('../../app/run-spec.ts');
        return describeRun(yield* runSpec(toRequest(spec, options, false), wire));
      }),
    );
  const resume = new Command('resume')
    .description('go on with a run or a draft that was interrupted, paused or blocked')
    .argument('[spec]', 'the name of the spec; the only unfinished one otherwise')
    .option('--with-optional', 'also do the tasks that are marked optional with *')
    .addHelpText('after', '\nExample:\n  $ ashlar resume')
    .action((spec: string | undefined, options: RunOptions, command: Command) =>
      runUseCase(command, setExitCode, async function* (context) {
        const { wire } = context;
        const work = await findUnfinished(spec, wire);
        if (work.kind === 'draft') {
          const { draftSpec } = await import('../../app/draft-spec.ts');
          return yield* finishDraft(yield* draftSpec(work.spec, wire), context);
        }
        const { runSpec } = await import('../../app/run-spec.ts');
        return describeRun(yield* runSpec(toRequest(work.spec, options, true), wire));
      }),
    );
  return [run, resume];
}

function toRequest(spec: string, options: RunOptions, mustExist: boolean): RunRequest {
  const { inPlace = false, withOptional = false } = options;
  return { spec, inPlace, withOptional, mustExist };
}

/** What to go on with: that of the named spec, or the only one there is. */
async function findUnfinished(name: string | undefined, wire: Wire): Promise<UnfinishedWork> {
  const { unfinishedWork } = await import('../../app/run-spec.ts');
  const { openSpec } = await import('../../app/open-spec.ts');
  const wanted = name === undefined ? undefined : openSpec(name, wire).slug;
  const all = wire.hasJournal ? unfinishedWork(await wire.journal()) : [];
  if (wanted !== undefined) return all.find(({ spec }) => spec === wanted) ?? { spec: wanted, kind: 'execute' };
  const [only, ...more] = all;
  if (only !== undefined && more.length === 0) return only;
  const specs = all.map(({ spec }) => spec).join(', ');
  throw new AshlarError({
    kind: 'usage',
    what: only === undefined ? 'there is no unfinished run' : `${all.length} runs are unfinished: ${specs}`,
    next: only === undefined ? 'ashlar status' : `ashlar resume ${only.spec}`,
  });
}

function describeRun(outcome: RunOutcome): Finish {
  const { spec, branch, finished, blocked, waiting, question } = outcome;
  const data = { ...outcome };
  if (outcome.outcome === 'needs_human') {
    const next = `ashlar answer ${spec} "…" && ashlar resume ${spec}`;
    return {
      text: `Paused: ${question?.text ?? 'the agent asked a question'}\nNext: ${next}`,
      data: { ...data, next },
      exitCode: exitCodes.needs_human,
    };
  }
  if (outcome.outcome === 'blocked') {
    const next = `ashlar resume ${spec}`;
    const rest = waiting.length === 0 ? '' : `; waiting for it: ${waiting.join(', ')}`;
    const text = `Blocked: ${blocked.join(', ')}${rest}. Done: ${plural(finished.length, 'task')} on ${branch}.\nNext: ashlar log ${spec} shows why; ${next} tries again`;
    return { text, data: { ...data, next }, exitCode: exitCodes.verification };
  }
  const next = `git merge ${branch}`;
  const all = finished.length === 1 ? `The one task of ${spec} is` : `All ${finished.length} tasks of ${spec} are`;
  const said =
    outcome.outcome === 'nothing_to_do' ? `All tasks of ${spec} were done already` : `${all} done and proved`;
  return {
    text: `${said}, on branch ${branch}.\nNext: git diff HEAD...${branch} , then: ${next}`,
    data: { ...data, next },
  };
}
