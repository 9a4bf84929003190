import * as z from 'zod';

const approvedBlock = z.object({ id: z.string(), hash: z.string(), text: z.string() });
const stage = z.enum(['requirements', 'design', 'tasks']);

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
  }),
  z.object({ type: z.literal('rejected'), stage, comment: z.string(), block: z.string().optional() }),
  z.object({ type: z.literal('answered'), question: z.string(), text: z.string(), answer: z.string() }),
  z.object({
    type: z.literal('evidence'),
    task: z.string(),
    command: z.string(),
    exitCode: z.number().int(),
    outputDigest: z.string(),
    commit: z.string(),
    run: z.string(),
  }),
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
export type LedgerLine = z.infer<typeof ledgerLine>;
export type LedgerClaim = z.infer<typeof ledgerClaim>;
