import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere, writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { keepInside } from '../context/fence.ts';
import type { Event } from '../domain/event.ts';
import { userText } from '../domain/message.ts';
import { type Problem, type SpecStage, specStages } from '../domain/spec.ts';
import { readEdits } from '../specs/read-edits.ts';
import { retiredBlocks } from '../specs/retired-ids.ts';
import { approvedTogether, stagesOf } from '../specs/spec-stages.ts';
import { type ChangeSet, planChange } from './change-set.ts';
import { isOf } from './choose-blocks.ts';
import { confirmPolicies } from './confirm-policies.ts';
import { converseWith } from './converse.ts';
import { draftDocument } from './draft-document.ts';
import { takingOver } from './hand-off.ts';
import { humanFor } from './human.ts';
import { openSession } from './open-session.ts';
import { approveCommandOf, type OpenSpec, openSpec } from './open-spec.ts';
import { decideAlone, findOpenRun, type OpenRun, openRun, runUntilPaused, withLease } from './run-journal.ts';
import type { Wire } from './wire.ts';

/** A change that waits for a human: what the author wrote, and the documents that he wrote it for. */
const proposalFile = z.strictObject({
  request: z.string(),
  reply: z.string(),
  /** SHA-256 of each document's text, by its file; none for one that was not there. */
  digests: z.record(z.string(), z.string()),
});

export interface ChangeProposal extends ChangeSet {
  spec: string;
  request: string;
  /** What a human has to approve after it was applied, one yes each. */
  parts: ApprovalPart[];
}

export interface ApprovalPart {
  /** None where all stages are approved together. */
  stage?: SpecStage;
  /** The changed blocks, and what becomes suspect and only a human can settle. */
  blocks: string[];
  /** The command that approves them. */
  approve: string;
}

/** Has the author propose a change as edits of blocks, and keeps the proposal. Nothing of the spec is written. */
export async function* proposeChange(name: string, request: string, wire: Wire): AsyncGenerator<Event, ChangeProposal> {
  const { slug } = openSpec(name, wire);
  const wanted = request.trim();
  if (wanted === '') {
    throw new AshlarError({ kind: 'usage', what: 'a change needs words', next: `ashlar change ${slug} "…"` });
  }
  await confirmPolicies(wire);
  return yield* withLease({ spec: slug }, wire, async function* (journal) {
    const spec = openSpec(slug, wire);
    const begun = findOpenRun(journal, slug, ({ start }) => start.kind === 'draft' && start.change === wanted);
    const run = openRun(journal, begun, () => ({
      type: 'run_started' as const,
      run: wire.surroundings.newId('run'),
      spec: slug,
      kind: 'draft' as const,
      stage: 'requirements' as const,
      change: wanted,
    }));
    return yield* runUntilPaused(
      run,
      `ashlar change ${slug} "…"`,
      write({ spec, run, request: wanted }, wire),
      wire.surroundings.signal,
    );
  });
}

/** The proposal that waits, held against the documents as they are now. Throws where there is none or they changed since. */
export function readProposal(name: string, wire: Wire): ChangeProposal {
  const spec = openSpec(name, wire);
  const text = readTextIfThere(proposalPath(spec, wire));
  const again = `ashlar change ${spec.slug} "…"`;
  if (text === undefined) {
    throw new AshlarError({ kind: 'usage', what: `no change of ${spec.slug} waits to be applied`, next: again });
  }
  const { request, reply, digests } = proposalFile.parse(JSON.parse(text));
  const changed = Object.entries(digestsOf(spec)).find(([file, now]) => digests[file] !== now);
  if (changed !== undefined) {
    throw new AshlarError({
      kind: 'needs_human',
      what: `${changed[0]} was changed after the change was proposed`,
      next: `have it proposed anew: ${again}`,
    });
  }
  const set = planChange(spec, readEdits(reply).edits);
  return { spec: spec.slug, request, ...set, parts: partsOf(spec, set) };
}

function partsOf(spec: OpenSpec, { blocks, suspects }: ChangeSet): ApprovalPart[] {
  const settled = suspects.flatMap(({ block, todo }) => (todo === 'verify' ? [] : [block]));
  const concerned = [...blocks.map(({ id }) => id), ...settled];
  return distinctParts(spec).flatMap((stages) => {
    const ids = stages.flatMap((stage) => concerned.filter((id) => isOf(stage, id)));
    const [stage, ...others] = stages;
    if (ids.length === 0 || stage === undefined) return [];
    const approve = `${approveCommandOf(spec, stage)} ${ids.map((id) => `--block ${id}`).join(' ')}`;
    return [{ ...(others.length === 0 && { stage }), blocks: ids, approve }];
  });
}

/** The stages of a spec, those together that are approved together. */
function distinctParts(spec: OpenSpec): (readonly SpecStage[])[] {
  const parts = stagesOf(spec).map((stage) => approvedTogether(spec, stage));
  return parts.filter((part, at) => part.length === 1 || at === 0);
}

/** Writes what a human confirmed, block by block: the bytes of all other blocks stay. Approves nothing. */
export async function applyChange({ spec: slug, texts }: ChangeProposal, wire: Wire): Promise<void> {
  await decideAlone(slug, wire, async () => {
    const now = readProposal(slug, wire);
    if (digest(JSON.stringify(now.texts)) !== digest(JSON.stringify(texts))) {
      const next = `look at it again: ashlar change ${slug} --apply`;
      throw new AshlarError({ kind: 'needs_human', what: 'the proposal was changed after it was shown', next });
    }
    const spec = openSpec(slug, wire);
    for (const [file, text] of Object.entries(texts)) writeFileWhole(join(spec.folder, file), text);
    dropProposal(slug, wire);
  });
}

/** Forgets the proposal that a human turned down. */
export function dropProposal(name: string, wire: Wire): void {
  rmSync(proposalPath(openSpec(name, wire), wire), { force: true });
}

interface ChangeWork {
  spec: OpenSpec;
  run: OpenRun;
  request: string;
}

async function* write({ spec, run, request }: ChangeWork, wire: Wire): AsyncGenerator<Event, ChangeProposal> {
  const { workspace, surroundings, prompts } = wire;
  const agent = await wire.agent({ role: 'author', root: workspace.root, askHuman: humanFor(spec.slug, wire) });
  const draft = yield* draftDocument({
    state: run.state,
    prompts,
    file: '',
    openSession: async (before) =>
      openSession(agent, { brief: takingOver(briefChange(spec, request, wire), before, prompts) }, wire),
    converse: converseWith(agent, workspace.config, surroundings, { handOff: userText(prompts('hand-off-draft')) }),
    extract: (reply) => reply,
    check: (reply) => checkReply(spec, reply),
  });
  const wrong = typeof draft === 'string' ? undefined : draft.problems.find(({ severity }) => severity === 'error');
  if (typeof draft === 'string' || wrong !== undefined) {
    yield { type: 'run_finished', run: run.state.run, outcome: 'abandoned' };
    throw new AshlarError({
      kind: draft === 'needs_human' ? 'needs_human' : 'provider',
      what: 'the author gave no change that can be applied',
      why: wrong?.message ?? `the session ended: ${String(draft).replaceAll('_', ' ')}`,
      next: `say more of what you want: ashlar change ${spec.slug} "…"`,
    });
  }
  const path = proposalPath(spec, wire);
  mkdirSync(dirname(path), { recursive: true });
  writeFileWhole(path, `${JSON.stringify({ request, reply: draft.text, digests: digestsOf(spec) })}\n`);
  yield { type: 'run_finished', run: run.state.run, outcome: 'done' };
  return readProposal(spec.slug, wire);
}

function briefChange(spec: OpenSpec, request: string, { prompts }: Wire): string {
  const documents = specStages.flatMap((stage) => spec[stage] ?? []);
  const texts = new Map(documents.map(({ file, text }) => [file, text]));
  const retired = specStages.flatMap((stage) => [...retiredBlocks(stage, spec.ledger).keys()]);
  return prompts('change-request', {
    title: spec.title,
    request,
    documents: [...texts]
      .map(([file, text]) => `\n<document file="${file}">\n${keepInside('document', text.trimEnd())}\n</document>`)
      .join('\n'),
    blocks: documents.flatMap(({ blocks }) => blocks.map(({ id, title }) => `- ${id} (${title})`)).join('\n'),
    retired: retired.length === 0 ? '' : ` (no longer free: ${retired.join(', ')})`,
  });
}

function checkReply(spec: OpenSpec, reply: string): Problem[] {
  const { edits, unknown } = readEdits(reply);
  const said = (message: string): Problem => {
    return { code: 'edit-unreadable', severity: 'error', message, file: '', line: 1, column: 1 };
  };
  const missing = specStages.filter((stage) => spec[stage] === undefined && edits[stage].length > 0);
  const strange = [...unknown, ...missing].map((id) => said(`there is no block ${id}: take an id from the list`));
  const set = planChange(spec, edits);
  const none = set.blocks.length === 0 && set.problems.length === 0;
  return [
    ...strange,
    ...(none ? [said('the reply changes no block: write the edits in the given forms')] : []),
    ...set.problems,
  ];
}

function digestsOf(spec: OpenSpec): Record<string, string> {
  const documents = specStages.flatMap((stage) => spec[stage] ?? []);
  return Object.fromEntries(documents.map(({ file, text }) => [file, digest(text)]));
}

function proposalPath({ slug }: OpenSpec, { workspace }: Wire): string {
  return join(workspace.stateFolder, 'changes', `${slug.replaceAll('/', '-')}.json`);
}
