import type { Formalised } from '../app/formalise-spec.ts';
import { AshlarError } from '../base/errors.ts';
import type { Event } from '../domain/event.ts';
import { type BudgetOptions, readBudget } from './budget-options.ts';
import { exitCodes } from './exit-codes.ts';
import type { Finish } from './output.ts';
import type { CommandContext } from './run-use-case.ts';

/** Has the criteria of one spec put in form, then ends as `lint` does, with what became of the forms in front. */
export async function* formaliseFirst(
  specs: readonly string[],
  budget: BudgetOptions,
  { context, lint }: { context: CommandContext; lint: () => Promise<Finish> },
): AsyncGenerator<Event, Finish> {
  const [spec, ...others] = specs;
  if (spec === undefined || others.length > 0) {
    const next = 'name it: ashlar lint SPEC --formalise';
    throw new AshlarError({ kind: 'usage', what: '--formalise asks a model about one spec at a time', next });
  }
  const { formaliseSpec } = await import('../app/formalise-spec.ts');
  const formalised = yield* formaliseSpec(spec, context.wire, readBudget(budget));
  const finish = await lint();
  return {
    text: `${describeFormalised(formalised)}\n\n${finish.text}`,
    data: { ...finish.data, formalised },
    exitCode: finish.exitCode ?? exitCodes.ok,
  };
}

function describeFormalised({ path, forms, added, withoutForm }: Formalised): string {
  const said = path === undefined ? 'No criterion is without a form.' : `${added} forms were written to ${path}.`;
  if (withoutForm.length === 0) return said;
  return `${said} ${forms} criteria have one now; what the model said of these could not be taken: ${withoutForm.join(', ')}.`;
}
