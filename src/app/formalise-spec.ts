import { join, relative } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { writeFileWhole } from '../base/files.ts';
import { limits } from '../base/limits.ts';
import type { Budget } from '../domain/budget.ts';
import type { Event } from '../domain/event.ts';
import { userText } from '../domain/message.ts';
import type { Criterion, SpecDocument } from '../domain/spec.ts';
import type { SessionState } from '../journal/fold-session.ts';
import { type Budgets, watchBudget } from '../orchestrator/budget.ts';
import type { Form, Glossary } from '../specs/contradictions/forms/form.ts';
import { type KeptForms, readForms, writeForms } from '../specs/contradictions/forms/kept-forms.ts';
import { type FormalReply, readFormalReply } from '../specs/contradictions/forms/read-formal-reply.ts';
import { formsFile } from '../specs/spec-folder.ts';
import { budgetsOf, confirmCountable, spentOnDraft } from './budgets.ts';
import { converseWith } from './converse.ts';
import { lastAnswer } from './draft-document.ts';
import { type OpenSpec, openSpec, requireDocument } from './open-spec.ts';
import { findOpenRun, type OpenRun, openRun, withLease } from './run-journal.ts';
import type { Wire } from './wire.ts';

export interface Formalised {
  spec: string;
  /** Relative to the root; absent where nothing was written. */
  path?: string;
  /** Criteria that have a form now, and how many of these are new. */
  forms: number;
  added: number;
  withoutForm: string[];
}

/**
 * Has a model put the criteria that have no form yet into one, some at a time, and keeps the forms beside the spec. They
 * decide nothing: what they show is asked by `lint`, `approve` and `ci`, which need no model for it. Each request counts
 * against the budget; what was kept before it was spent stays.
 */
export async function* formaliseSpec(name: string, wire: Wire, budget: Budget = {}): AsyncGenerator<Event, Formalised> {
  const { slug } = openSpec(name, wire);
  const command = `ashlar lint ${slug} --formalise`;
  return yield* withLease({ spec: slug }, wire, async function* (journal) {
    const spec = openSpec(slug, wire);
    const document = criteriaDocument(spec);
    const before = readForms(spec.forms ?? '', document);
    if (before.missing.length === 0) return summarise(spec, { before, after: before });
    const begun = findOpenRun(journal, slug, ({ start }) => start.kind === 'draft' && start.formalises === true);
    const budgets = budgetsOf({ ...begun?.budget, ...budget }, wire);
    confirmCountable(budgets, await wire.model('detector'), begun);
    const run = openRun(journal, begun, () => ({
      type: 'run_started' as const,
      run: wire.surroundings.newId('run'),
      spec: slug,
      kind: 'draft' as const,
      stage: 'requirements' as const,
      formalises: true as const,
    }));
    const work = { spec, document, before, run, budgets, command };
    return yield* untilAbandoned(run, formaliseAll(work, wire), wire.surroundings.signal);
  });
}

/** What stops it leaves nothing to go on with: the next time it asks about the criteria that have no form by then. */
async function* untilAbandoned<End>(
  run: OpenRun,
  events: AsyncGenerator<Event, End>,
  signal: AbortSignal,
): AsyncGenerator<Event, End> {
  try {
    return yield* run.record(events);
  } catch (thrown) {
    if (run.state.status === 'active') run.append({ type: 'run_finished', run: run.state.run, outcome: 'abandoned' });
    throw signal.aborted ? signal.reason : thrown;
  }
}

function criteriaDocument(spec: OpenSpec): SpecDocument {
  const document = requireDocument(spec, 'requirements');
  if (document.kind === 'requirements') return document;
  throw new AshlarError({
    kind: 'usage',
    what: `${spec.slug} has no criteria that are held against each other`,
    why: document.kind === 'bugfix' ? 'a bug contradicts what is expected on purpose' : 'it is a roadmap',
    next: `ashlar lint ${spec.slug}`,
  });
}

interface Work {
  spec: OpenSpec;
  document: SpecDocument;
  before: KeptForms;
  run: OpenRun;
  budgets: Budgets;
  command: string;
}

async function* formaliseAll(work: Work, wire: Wire): AsyncGenerator<Event, Formalised> {
  const { spec, document, before, run } = work;
  const forms = new Map(before.forms);
  let { glossary } = before;
  for (const asked of inParts(before.missing, limits.formalisedAtOnce)) {
    const reply = yield* askForForms(asked, glossary, { work, wire });
    glossary = reply.glossary;
    for (const form of reply.forms) forms.set(form.id, form);
    writeFileWhole(join(spec.folder, formsFile), writeForms({ glossary, forms }, document));
  }
  yield { type: 'run_finished', run: run.state.run, outcome: 'done' };
  return summarise(spec, { before, after: readForms(writeForms({ glossary, forms }, document), document) }, wire);
}

/** One session: what of its reply does not hold goes back, at most twice. */
async function* askForForms(
  asked: readonly Criterion[],
  known: Glossary,
  { work, wire }: { work: Work; wire: Wire },
): AsyncGenerator<Event, Pick<FormalReply, 'glossary' | 'forms'>> {
  const { run, budgets, command } = work;
  const agent = await wire.agent({ role: 'detector', root: wire.workspace.root, askHuman: async () => undefined });
  const watching = () => watchBudget(run.state, undefined, budgets);
  const converse = converseWith(agent, wire.workspace.config, wire.surroundings, { watchBudget: watching });
  const session = yield* open(asked, known, { model: agent.model.id, run, wire });
  const forms = new Map<string, Form>();
  let glossary = known;
  for (let round = 0; ; round++) {
    const end = yield* converse(session);
    if (end === 'budget') throw spentOnDraft(run.state, budgets, command);
    yield { type: 'session_closed', session: session.id, reason: end };
    const reply = readFormalReply(end === 'answered' ? lastAnswer(session) : '', asked, glossary);
    glossary = reply.glossary;
    for (const form of reply.forms) forms.set(form.id, form);
    const left = asked.filter(({ id }) => !forms.has(id)).map(({ id }) => id);
    if (left.length === 0 || end !== 'answered' || round >= limits.redrafts)
      return { glossary, forms: [...forms.values()] };
    const problems = reply.problems.length === 0 ? ['some criteria have no form'] : reply.problems;
    const values = { problems: problems.map((each) => `- ${each}`).join('\n'), ids: left.join(', ') };
    const message = userText(wire.prompts('formalise-again', values));
    yield { type: 'session_fed', session: session.id, cause: 'problems', message };
  }
}

/** It needs no tools: all that it is to read stands in the request. */
async function* open(
  asked: readonly Criterion[],
  known: Glossary,
  { model, run, wire }: { model: string; run: OpenRun; wire: Wire },
): AsyncGenerator<Event, SessionState> {
  const criteria = asked.map(({ id, text }) => `${id} ${text.replace(/\s+/g, ' ')}`).join('\n');
  const id = wire.surroundings.newId('session');
  yield {
    type: 'session_opened',
    session: id,
    role: 'detector',
    model,
    system: wire.prompts('formaliser'),
    tools: [],
    first: userText(wire.prompts('formalise', { criteria, glossary: JSON.stringify(known) })),
  };
  const session = run.state.sessions.get(id);
  if (session === undefined) throw new Error('the session of the forms was not recorded');
  return session;
}

function inParts<Item>(items: readonly Item[], most: number): Item[][] {
  const parts = Math.ceil(items.length / most);
  const size = Math.ceil(items.length / parts);
  return Array.from({ length: parts }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function summarise(
  { slug, folder }: OpenSpec,
  { before, after }: { before: KeptForms; after: KeptForms },
  wire?: Wire,
): Formalised {
  return {
    spec: slug,
    ...(wire === undefined ? {} : { path: relative(wire.workspace.root, join(folder, formsFile)) }),
    forms: after.forms.size,
    added: after.forms.size - before.forms.size,
    withoutForm: after.missing.map(({ id }) => id),
  };
}
