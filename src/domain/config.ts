import * as z from 'zod';
import { parseDurationMs } from './budget.ts';
import { traceStates } from './trace.ts';

const price = z.strictObject({
  /** US dollars for a million tokens. */
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  cacheRead: z.number().nonnegative().optional(),
  cacheWrite: z.number().nonnegative().optional(),
});

const commands = z.strictObject({
  setup: z.string().optional(),
  build: z.string().optional(),
  test: z.string().optional(),
  lint: z.string().optional(),
  typecheck: z.string().optional(),
});

const budget = z
  .strictObject({
    usd: z.number().positive().optional(),
    tokens: z.number().int().positive().optional(),
    turns: z.number().int().positive().optional(),
    wallTime: z
      .string()
      .refine((text) => (parseDurationMs(text) ?? 0) > 0, 'a time is written 90s, 30m, 2h or 1d')
      .optional(),
  })
  .transform(({ wallTime, ...rest }) => ({
    ...rest,
    ...(wallTime === undefined ? {} : { wallTimeMs: parseDurationMs(wallTime) }),
  }));

const environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name has letters, digits and underscores'),
  z.union([z.string(), z.number(), z.boolean()]).transform(String),
);

const lint = z.strictObject({
  /** By the name of a rule; which ones may be turned down, the rule says (`docs/lint.md`). */
  rules: z.record(z.string(), z.enum(['off', 'advice', 'error'])).optional(),
  /** Words and phrases that are vague to this team, in whatever language. */
  vagueWords: z.array(z.string().trim().min(1)).optional(),
  /** Words and phrases that no rule over words takes exception to. */
  allowedWords: z.array(z.string().trim().min(1)).optional(),
});

/** What keeps commands apart from the rest of the machine; `direct` does not. */
export const sandboxNames = ['bubblewrap', 'seatbelt', 'direct'] as const;
export type SandboxName = (typeof sandboxNames)[number];

/** `.ashlar/config.yaml` and the user's own; the repository's value stands where both set one. */
export const configSchema = z.strictObject({
  model: z.string().optional(),
  models: z
    .strictObject({
      author: z.string().optional(),
      detector: z.string().optional(),
      implementer: z.string().optional(),
    })
    .optional(),
  /** Where specs lie: a folder, or several; new specs go into the first. */
  specDir: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  /** Counts in the user's own configuration only. */
  sandbox: z.enum(sandboxNames).optional(),
  /** Counts in the user's own configuration only. */
  network: z
    .strictObject({
      /** What a command may reach that may install packages: `name`, `*.name`, `name:port`. */
      hosts: z.array(z.string()).optional(),
      /** Every command shares the user's network, such as for a database that tests need. */
      open: z.boolean().optional(),
    })
    .optional(),
  /** Which document of a spec comes first. */
  workflow: z.enum(['requirements-first', 'design-first']).optional(),
  /** How authors write criteria, and what lint takes for well-formed. */
  requirements: z.strictObject({ style: z.enum(['ears', 'gherkin']).optional() }).optional(),
  /** Only the repository's own counts: a verdict on specs is the same on every machine. */
  lint: lint.optional(),
  language: z.string().optional(),
  packageManager: z.string().optional(),
  commands: commands.optional(),
  /** Commands that prove a task which names none of its own; by default `typecheck` and `test`. */
  verify: z.array(z.string()).optional(),
  /** Globs of files that belong to the tests, beside those that their names and folders tell. */
  testPaths: z.array(z.string()).optional(),
  /** Variables of the environment of commands: those of agents, checks and `worktree.setup`. */
  environment: environment.optional(),
  /** Whether packages that a command installs may run scripts of their own; by default they may not. */
  dependencies: z.strictObject({ scripts: z.boolean().optional() }).optional(),
  limits: z
    .strictObject({
      turns: z.number().int().positive().optional(),
      rounds: z.number().int().positive().optional(),
      commandTimeoutMs: z.number().int().positive().optional(),
      verifyTimeoutMs: z.number().int().positive().optional(),
      maxOutputTokens: z.number().int().positive().optional(),
      modelIdleMs: z.number().int().positive().optional(),
      idleBeforeHibernationMs: z.number().int().positive().optional(),
      modelAttempts: z.number().int().positive().optional(),
      /** What a run may spend, and what each of its tasks may. */
      budget: z.strictObject({ run: budget.optional(), task: budget.optional() }).optional(),
    })
    .optional(),
  worktree: z
    .strictObject({
      /** Ignored folders that are brought into a run's worktree; by default those in which dependencies lie. */
      bring: z.array(z.string()).optional(),
      /** Run in a fresh worktree before the first task. */
      setup: z.string().optional(),
    })
    .optional(),
  ci: z
    .strictObject({
      /** States of criteria that `ashlar ci` does not let pass; by default `suspect`. */
      failOn: z.array(z.enum(traceStates)).optional(),
    })
    .optional(),
  /** By model id: tokens that a conversation may have. */
  contextWindows: z.record(z.string(), z.number().int().positive()).optional(),
  /** By model id, for models whose price Ashlar does not know. */
  prices: z.record(z.string(), price).optional(),
});

export type Config = z.infer<typeof configSchema>;
export type RequirementStyle = NonNullable<NonNullable<Config['requirements']>['style']>;
export type Price = z.infer<typeof price>;
export type Commands = z.infer<typeof commands>;
