import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { ChangeProposal } from '../../app/change-spec.ts';
import { AshlarError, errorMessage } from '../../base/errors.ts';
import type { Event } from '../../domain/event.ts';
import { askYes } from '../ask-yes.ts';
import { exitCodes, type SetExitCode } from '../exit-codes.ts';
import { isInteractive } from '../options.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';
import { writeLine } from '../write-line.ts';

interface ChangeOptions {
  from?: string;
  apply?: boolean;
  yes?: boolean;
}

interface ChangeRequest {
  spec: string;
  words: string | undefined;
  options: ChangeOptions;
}

export function changeCommand(setExitCode: SetExitCode): Command {
  return new Command('change')
    .description('propose a change of a spec, block by block, and show what becomes suspect before anything is written')
    .argument('<spec>', 'the name of the spec')
    .argument('[change]', 'what should be different')
    .option('--from <file>', 'read from this file what should be different')
    .option('--apply', 'apply the change that was proposed last')
    .option('-y, --yes', 'apply without being asked; the blocks still have to be approved')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar change lock-an-account "Lock after three failed logins, not five"\n  $ ashlar change lock-an-account --apply',
    )
    .action((spec: string, words: string | undefined, options: ChangeOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) => change({ spec, words, options }, context)),
    );
}

async function* change(request: ChangeRequest, context: CommandContext): AsyncGenerator<Event, Finish> {
  const { wire, options: how } = context;
  const { applyChange, dropProposal, proposeChange, readProposal } = await import('../../app/change-spec.ts');
  const { spec, options } = request;
  const isApply = options.apply === true;
  const proposal = isApply ? readProposal(spec, wire) : yield* proposeChange(spec, wordsOf(request, context), wire);
  const shown = describeChange(proposal);
  const { texts: _texts, parts, ...data } = proposal;
  const approvals = parts.map(({ approve }) => approve);
  if (!isApply && options.yes !== true) {
    if (!isInteractive(how)) {
      const next = `ashlar change ${proposal.spec} --apply`;
      const text = `${shown}\nNothing was written. Next: ${next}`;
      return { text, data: { ...data, status: 'proposed', next }, exitCode: exitCodes.needs_human };
    }
    writeLine(2, shown);
    if (!(await askYes('apply this change?'))) {
      dropProposal(spec, wire);
      return { text: 'Nothing was written.', data: { ...data, status: 'dropped' } };
    }
  }
  await applyChange(proposal, wire);
  if (isInteractive(how)) return yield* reviewChanged(proposal, context);
  const next = approvals[0] ?? `ashlar status ${proposal.spec}`;
  const text = `${shown}\nApplied. Next: ${approvals.length === 0 ? next : approvals.join(' , then: ')}`;
  return { text, data: { ...data, status: 'applied', next, approvals } };
}

function wordsOf({ spec, words, options }: ChangeRequest, { wire }: CommandContext): string {
  if (options.from === undefined) return words ?? '';
  try {
    return readFileSync(resolve(wire.surroundings.cwd, options.from), 'utf8');
  } catch (error) {
    const [what, why] = [`${options.from} cannot be read`, errorMessage(error)];
    throw new AshlarError({ kind: 'usage', what, why, next: `ashlar change ${spec} --from FILE` });
  }
}

/** One part after another, and of each only the blocks that the change concerns. */
async function* reviewChanged(proposal: ChangeProposal, context: CommandContext): AsyncGenerator<Event, Finish> {
  let finish: Finish = { text: 'Applied.', data: { spec: proposal.spec, status: 'applied' } };
  const { reviewInTerminal } = await import('../review.ts');
  for (const { stage, blocks } of proposal.parts) {
    finish = yield* reviewInTerminal(proposal.spec, context, { stage, choice: { blocks } });
  }
  return finish;
}

function describeChange({ blocks, suspects }: ChangeProposal): string {
  const changed = blocks.map(
    ({ id, how, words }) => `${id} ${how === 'changed' ? 'is changed' : `is ${how}`}:\n${indent(words)}`,
  );
  const traced = suspects.map(({ block, todo, because }) => `  ~ ${block}: ${todos[todo]}, for ${because.join(', ')}`);
  const through = traced.length === 0 ? ['Nothing else becomes suspect.'] : ['Through it become suspect:', ...traced];
  return [...changed, ...through].join('\n');
}

const todos = { recheck: 'to be rechecked', replan: 'to be replanned', verify: 'to be verified again' } as const;

const indent = (text: string) =>
  text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
