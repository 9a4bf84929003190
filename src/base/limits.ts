/** Every bound on what a model may see, cost or hold up. Units are in the names. */
export const limits = {
  /** Characters of one tool result that a model sees; the whole is kept in a file. */
  toolResultChars: 16_000,
  /** Lines of one file that `read` returns unless it is asked for a range. */
  readLines: 2_000,
  /** Characters of one line that `read` and `grep` show. */
  lineChars: 2_000,
  /** Bytes of a file that the tools open whole. */
  fileBytes: 10 * 1024 * 1024,
  /** Hits that `grep` and paths that `glob` return. */
  searchHits: 200,
  /** Bytes of a command's output that are kept on disk before the command is stopped. */
  commandOutputBytes: 64 * 1024 * 1024,
  commandTimeoutMs: 120_000,
  commandTimeoutMaxMs: 600_000,
  /** Of a line of shell that is judged: characters, programs that it runs, and how deep one may stand in another. */
  commandChars: 100_000,
  commandCalls: 200,
  commandDepth: 8,
  /** Characters of what a decision was about that are recorded and said. */
  decidedChars: 300,
  /** To see whether a sandbox works here. */
  sandboxProbeMs: 10_000,
  /** Between SIGTERM and SIGKILL of a process group. */
  killGraceMs: 2_000,
  /** How long a git that outlived its run may hold a lock in the run's worktree. */
  orphanGitMs: 1_000,
  /** How long a git of the user's is waited for in the checkout that a run works in. */
  usersGitMs: 5_000,
  /** How long the disk may take over what a command or a checkout wrote, before the run goes on. */
  syncMs: 5_000,
  verifyTimeoutMs: 900_000,
  /** Model replies of one session. */
  turns: 200,
  /** Attempts at one task: red checks are fed back until these are used up. */
  rounds: 3,
  /** Redrafts of a document that does not parse or leaves criteria uncovered. */
  redrafts: 2,
  /** Questions about an item before anything is drafted, and about a small one. */
  questions: 5,
  questionsOfSmall: 2,
  /** Impact × uncertainty (1 to 5 each) below which a question is not worth a human's time. */
  questionScore: 6,
  maxOutputTokens: 16_000,
  /** Attempts at one model reply before the run pauses. */
  modelAttempts: 6,
  retryBaseMs: 500,
  retryMaxMs: 30_000,
  /** A provider's `retry-after` above this pauses the run instead of waiting. */
  retryAfterMaxMs: 120_000,
  /** Silence on a model's stream before the reply is asked for again. */
  modelIdleMs: 300_000,
  /** Between two looks of the watchdog at both clocks. */
  watchEveryMs: 5_000,
  /** A clock on the wall that is so much further than the monotonic one says that the machine slept. */
  sleptMs: 30_000,
  /** Silence after a sleep before the connection is taken for dead. */
  wakeGraceMs: 10_000,
  /** Characters of one text of a reply, and of the arguments of one call; more is cut, or not run. */
  replyChars: 1_000_000,
  callChars: 10 * 1024 * 1024,
  /**
   * Of a model's window: from where results are cleared, how much is cleared at once, less than which is not worth the
   * cache that is lost by it, and from where a session is handed over.
   */
  clearShare: 0.5,
  clearBatchShare: 0.2,
  clearLeastShare: 0.1,
  handOffShare: 0.75,
  /** The last messages to the model whose results are never cleared. */
  keptTurns: 3,
  /** Replies of a session before it may be handed over, and sessions of one task. */
  handOffTurns: 3,
  sessionsOfTask: 12,
  /** Replies in a row that were cut, empty or called tools that do not exist. */
  uselessReplies: 3,
  /** Calls in a row whose arguments were wrong. */
  invalidCalls: 5,
  /** The same call with the same result in a row: told to the model, then the end of its session. */
  repeatedTold: 3,
  repeatedCalls: 5,
  /** How long a process that was told to wait does so for a human, before it ends and leaves its sessions to the journal. */
  idleBeforeHibernationMs: 600_000,
  /** Between two looks at what another process or a human does. */
  pollMs: 200,
  /** Between two looks at whether a process that has decided has given the spec free. */
  releaseMs: 2,
  /** How often the holder of a spec says that it is there, and the silence after which one on another machine counts as gone. */
  leaseBeatMs: 5_000,
  leaseSilenceMs: 120_000,
  /** Waves of one task graph: a task waits for all of the waves before its own. */
  waves: 1_000,
  /** Circles of waiting tasks that are told, and criteria that one `_Requirements:_` line may name. */
  toldCycles: 20,
  references: 10_000,
  /** Criteria that a model puts in form in one request, and characters of the file that forms are kept in. */
  formalisedAtOnce: 60,
  formsChars: 4_000_000,
  /** Findings that rest on the forms of one document. */
  formalFindings: 200,
  /** Criteria of one document that `lint` holds against each other, so that it stays quick; `ci` and approval compare all. */
  comparedCriteria: 300,
  /** Characters of a backlog item. */
  itemChars: 50_000,
  /** Characters of the file tree, of the outlines and of the steering files that an author sees. */
  treeChars: 6_000,
  outlineChars: 12_000,
  steeringChars: 16_000,
  readmeLines: 40,
  readmeChars: 4_000,
  /** Bytes of a file of the repository that is read for what an agent is told of it. */
  contextFileBytes: 512 * 1024,
  /** Characters of a file of code whose symbols are anchored and compared. */
  anchoredFileChars: 1024 * 1024,
  /** Characters of one signature, signatures of one file, and files that are parsed for one overview. */
  symbolChars: 160,
  symbolsPerFile: 200,
  outlinedFiles: 120,
  /** Characters of one part of a task's context: its details, its criteria, its design sections, the notes on files. */
  taskPartChars: 8_000,
  /** Tasks that a task's context names as done before, and as coming after. */
  listedTasks: 40,
  /** Characters of a failed check's output that are fed back. */
  feedbackChars: 8_000,
  /** Characters of what one session hands over to the next. */
  handOffChars: 12_000,
} as const;
