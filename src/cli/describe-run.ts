import type { RunOutcome } from '../app/run-spec.ts';
import { plural } from '../base/text.ts';
import { exitCodes } from './exit-codes.ts';
import type { Finish } from './output.ts';

/** What is said of a run that ended or paused: what is done, what is not, and the next command. */
export function describeRun(outcome: RunOutcome): Finish {
  const { spec, branch, finished, blocked, waiting, question } = outcome;
  const data = { ...outcome };
  if (outcome.handOver !== undefined) {
    const { lines, next } = outcome.handOver;
    return { text: lines.join('\n'), data: { ...data, next }, exitCode: exitCodes.budget };
  }
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
    const exitCode = outcome.turnLimit ? exitCodes.turn_limit : exitCodes.verification;
    return { text, data: { ...data, next }, exitCode };
  }
  const next = `git merge ${branch}`;
  const all = finished.length === 1 ? `The one task of ${spec} is` : `All ${finished.length} tasks of ${spec} are`;
  const said =
    outcome.outcome === 'nothing_to_do' ? `All tasks of ${spec} were done already` : `${all} done and proved`;
  const { into, conflicts = [] } = outcome.merge ?? {};
  if (conflicts.length > 0) {
    const text = `${said}, on branch ${branch}. It conflicts with ${into} in ${conflicts.join(', ')}.\nNext: ${next} , settle the conflicts, then: ashlar drift`;
    return { text, data: { ...data, next }, exitCode: exitCodes.needs_human };
  }
  const clean = into === undefined ? '' : ` (no conflict with ${into})`;
  return {
    text: `${said}, on branch ${branch}.\nNext: git diff HEAD...${branch} , then: ${next}${clean}`,
    data: { ...data, next },
  };
}
