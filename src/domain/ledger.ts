import * as z from 'zod';

const approvedBlock = z.object({ id: z.string(), hash: z.string(), text: z.string() });
const stage = z.enum(['requirements', 'design', 'tasks']);

/** A symbol as a task left it. `id` is `path#Class.method`, `hash` is over its tokens, comments and format aside. */
const anchor = z.object({
  id: z.string(),
  path: z.string(),
  symbol: z.string(),
  language: z.string(),
  hash: z.string(),
  criteria: z.array(z.string()),
  /** It is a test that is tied to these criteria. */
  test: z.boolean().optional(),
});

/** What humans decided and what was proved. The text of a block is kept with its approval, so that a later change can be shown. */
export const ledgerFact = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('approved'),
    stage,
    blocks: z.array(approvedBlock),
    /** The blocks are all that the document had. */
    whole: z.boolean().optional(),
    /** Ids of tasks whose boxes were ticked in the approved text: done by a human's word, without evidence. */
    done: z.array(z.string()).optional(),
    /** Blocks and criteria that were approved before and that this approval lets go: their ids are never used again. */
    retired: z.array(z.object({ id: z.string(), hash: z.string(), title: z.string() })).optional(),
    /** Ids that were let go and that stand for a text again: the one that they had, or one that a human gave them knowingly. */
    revived: z.array(z.string()).optional(),
  }),
  z.object({ type: z.literal('rejected'), stage, comment: z.string(), block: z.string().optional() }),
  z.object({ type: z.literal('answered'), question: z.string(), text: z.string(), answer: z.string() }),
  /** What stands in place of an answer that nobody gave. */
  z.object({ type: z.literal('assumed'), question: z.string(), text: z.string(), assumption: z.string() }),
  z.object({
    type: z.literal('evidence'),
    task: z.string(),
    command: z.string(),
    exitCode: z.number().int(),
    outputDigest: z.string(),
    commit: z.string(),
    run: z.string(),
    /** What the command had to do; `pass` where nothing is said. */
    expect: z.enum(['pass', 'fail']).optional(),
  }),
  /**
   * A task that a human took back. `revert` is the commit that takes it out of the branch, `commit` the newest one that was
   * taken out. What proved it, and the tasks `reopened` that build on it, no longer counts.
   */
  z.object({
    type: z.literal('undone'),
    task: z.string(),
    commit: z.string(),
    revert: z.string(),
    reopened: z.array(z.string()),
  }),
  /** A finding of lint that a human accepts, for as long as the block has this hash. */
  z.object({ type: z.literal('accepted'), rule: z.string(), block: z.string(), hash: z.string() }),
  /** A criterion that a human does not want proved. */
  z.object({ type: z.literal('waived'), criterion: z.string(), hash: z.string(), reason: z.string() }),
  z.object({ type: z.literal('anchored'), task: z.string(), commit: z.string(), anchors: z.array(anchor) }),
  /** Drift of an anchor that a human accepts, for as long as its tokens have this hash; none where it was deleted. */
  z.object({ type: z.literal('drift_accepted'), anchor: z.string(), hash: z.string().optional(), reason: z.string() }),
]);

/**
 * One line of `ledger.jsonl`. `hash` is over all the rest of the line but `sig`; `sig` is the signature of `hash` by `key`,
 * both in base64url. `prev` names the line before, '' on the first; `spec` the folder that the fact is about.
 */
export const ledgerLine = z.object({
  at: z.string(),
  by: z.string(),
  spec: z.string(),
  fact: ledgerFact,
  prev: z.string(),
  key: z.string(),
  hash: z.string(),
  sig: z.string(),
});

/** What a line says where nothing of it was verified. */
export const ledgerClaim = ledgerLine.partial({ spec: true, key: true, hash: true, sig: true });

export type LedgerFact = z.infer<typeof ledgerFact>;
export type Anchor = z.infer<typeof anchor>;
export type LedgerLine = z.infer<typeof ledgerLine>;
export type LedgerClaim = z.infer<typeof ledgerClaim>;
