import { Command } from 'commander';
import type { Acceptance } from '../../app/accept-findings.ts';
import type { FilePatch } from '../../app/fix-findings.ts';
import type { SpecLint } from '../../app/lint-spec.ts';
import { AshlarError } from '../../base/errors.ts';
import { plural } from '../../base/text.ts';
import { askYes } from '../ask-yes.ts';
import { addBudgetOptions, type BudgetOptions } from '../budget-options.ts';
import { exitCodes, type SetExitCode } from '../exit-codes.ts';
import { formaliseFirst } from '../formalise.ts';
import { isInteractive } from '../options.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';
import { shownJson } from '../shown-text.ts';
import { version } from '../version.ts';
import { writeLine } from '../write-line.ts';

interface LintOptions extends BudgetOptions {
  fix?: boolean;
  accept?: string[];
  all?: boolean;
  sarif?: boolean;
  formalise?: boolean;
  yes?: boolean;
}

export function lintCommand(setExitCode: SetExitCode): Command {
  const command = new Command('lint')
    .description(
      'check specs without a model: structure and contradictions (errors), language and completeness (advice)',
    )
    .argument('[spec...]', 'the names of the specs; all that are not archived otherwise')
    .option('--fix', 'mend what can be mended in one way only, and show what changed')
    .option(
      '--accept <rule block...>',
      'accept the findings of a rule in a block until its text changes; may be repeated',
    )
    .option('--all', 'show all advice, not only the seven best of each document')
    .option('--sarif', 'print a SARIF 2.1.0 log, for code scanning')
    .option('--formalise', 'first have a model put the criteria of one spec into forms, which code then compares')
    .option('-y, --yes', 'with --fix or --accept: without being asked');
  return addBudgetOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar lint\n  $ ashlar lint lockout --fix\n  $ ashlar lint lockout --accept vague-word requirements/2\n  $ ashlar lint lockout --formalise --max-usd 1\n  $ ashlar lint --sarif > lint.sarif\n\nAt a terminal each piece of advice that is shown is then offered: a accepts it, s or Enter skips it, q stops.\nEnds with 3 where there are errors.',
    )
    .action((specs: string[], options: LintOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) =>
        options.formalise === true && options.sarif !== true
          ? formaliseFirst(specs, options, { context, lint: () => lint(specs, options, context) })
          : lint(specs, options, context),
      ),
    );
}

async function lint(specs: string[], options: LintOptions, context: CommandContext): Promise<Finish> {
  if (options.sarif === true && (context.options.json || context.options.streamJson)) {
    throw new AshlarError({ kind: 'usage', what: '--sarif and --json exclude each other', next: 'give one of them' });
  }
  if (options.sarif === true && options.formalise === true) {
    const next = 'ashlar lint SPEC --formalise, then: ashlar lint SPEC --sarif';
    throw new AshlarError({ kind: 'usage', what: '--sarif and --formalise exclude each other', next });
  }
  const { describeLoosened, lintSpecs } = await import('../../app/lint-spec.ts');
  const accepted =
    options.accept === undefined ? undefined : await accept(specs, readPairs(options.accept), { options, context });
  const fixed = options.fix === true ? await fix(specs, { options, context }) : undefined;
  const results = lintSpecs({ specs, all: options.all === true }, context.wire);
  const exitCode = results.some(({ counts }) => counts.error > 0) ? exitCodes.invalid : exitCodes.ok;
  if (options.sarif === true) return { text: await describeSarif(results), data: {}, exitCode };
  const { describeLint } = await import('../describe-lint.ts');
  const notes = describeLoosened(context.wire);
  const shown = [describeLint(results, options.all === true), ...notes.map((note) => `! ${note}`)].join('\n');
  const said = [accepted?.text, fixed?.text, shown];
  const text = said.filter((part) => part !== undefined && part !== '').join('\n\n');
  const isOffered = accepted === undefined && fixed === undefined && canOffer(options, context);
  return {
    text: isOffered ? await offer(text, results, context) : text,
    data: { specs: results, notes, ...accepted?.data, ...fixed?.data },
    exitCode,
  };
}

/** Only somebody who reads the findings where he types is asked. */
function canOffer({ yes }: LintOptions, { options }: CommandContext): boolean {
  return yes !== true && !options.quiet && isInteractive(options) && process.stdout.isTTY === true;
}

/** The findings are shown first, and what was accepted of them is said at the end. */
async function offer(text: string, results: readonly SpecLint[], { wire }: CommandContext): Promise<string> {
  writeLine(1, text);
  const { offerAdvice } = await import('../offer-advice.ts');
  return offerAdvice(results, wire);
}

interface Asked {
  options: LintOptions;
  context: CommandContext;
}

interface Done {
  text: string;
  data: Record<string, unknown>;
}

async function accept(specs: string[], pairs: Acceptance[], { options, context }: Asked): Promise<Done> {
  const { acceptFindings, askAcceptance } = await import('../../app/accept-findings.ts');
  const request = askAcceptance({ specs, accept: pairs }, context.wire);
  const shown = request.findings
    .map(({ rule, block, message }) => `  ${rule} ${block?.id ?? ''}: ${message}`)
    .join('\n');
  const again = `ashlar lint ${request.spec} --accept ${pairs.map(({ rule, block }) => `${rule} ${block}`).join(' ')} --yes`;
  const isYes = await confirm(`${shown}\nAccept until the text changes?`, {
    what: 'accepting a finding needs a human, and there is no terminal to ask at',
    next: `read it, then: ${again}`,
    options,
    context,
  });
  if (!isYes) return { text: 'Nothing was accepted.', data: { accepted: [] } };
  await acceptFindings(request, context.wire);
  const said = `Accepted in ${request.spec}, until the text changes:\n${shown}`;
  return { text: options.sarif ? '' : said, data: { accepted: pairs } };
}

/** A patch that leaves what was approved as it is needs no yes. */
async function fix(specs: string[], { options, context }: Asked): Promise<Done> {
  const { applyPatch, planFixes } = await import('../../app/fix-findings.ts');
  const done: FilePatch[] = [];
  for (const patch of planFixes(specs, context.wire)) {
    const stale = `${patch.stale.join(', ')} of ${patch.spec} ${patch.stale.length === 1 ? 'is' : 'are'} approved and would have to be approved again`;
    const question = `${patch.shown}\n${patch.diff}\n${stale}. Fix?`;
    const needs = {
      what: stale,
      next: `look at the findings, then: ashlar lint ${patch.spec} --fix --yes`,
      options,
      context,
    };
    if (patch.stale.length > 0 && !(await confirm(question, needs))) continue;
    await applyPatch(patch, context.wire);
    done.push(patch);
  }
  const files = done.map(({ shown, diff, fixed, stale }) => ({ file: shown, fixed, diff, stale }));
  const texts = files.map(({ file, fixed, diff, stale }) => {
    const again = stale.length === 0 ? '' : `\nTo be approved again: ${stale.join(', ')}`;
    return `Fixed ${plural(fixed, 'finding')} in ${file}:\n${diff}${again}`;
  });
  return { text: texts.length === 0 ? 'Nothing was fixed.' : texts.join('\n\n'), data: { fixed: files } };
}

async function confirm(
  question: string,
  { what, next, options, context }: Asked & { what: string; next: string },
): Promise<boolean> {
  if (options.yes === true) return true;
  if (!isInteractive(context.options)) throw new AshlarError({ kind: 'needs_human', what, next });
  return askYes(question);
}

function readPairs(words: readonly string[]): Acceptance[] {
  const pairs: Acceptance[] = [];
  for (let at = 0; at < words.length; at += 2) {
    const [rule = '', block] = words.slice(at, at + 2);
    if (block === undefined || !block.includes('/')) {
      throw new AshlarError({
        kind: 'usage',
        what: `--accept takes a rule and a block, and ${block ?? rule} is ${block === undefined ? 'alone' : 'no block'}`,
        next: 'write the spec first: ashlar lint SPEC --accept vague-word requirements/2',
      });
    }
    pairs.push({ rule, block });
  }
  return pairs;
}

async function describeSarif(results: readonly SpecLint[]): Promise<string> {
  const { toSarif } = await import('../../specs/lint/sarif.ts');
  return shownJson(toSarif(results, version), 2);
}
