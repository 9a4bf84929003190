import { AshlarError, type ErrorText, errorCode, errorMessage } from '../base/errors.ts';

/** Runs one piece of work on a database; what SQLite throws becomes an error that a person can act on. */
export function withSqlite<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const text = failureText(file, errorCode(error) ?? '');
    if (text === undefined) throw error;
    throw new AshlarError({ kind: 'failed', why: errorMessage(error), ...text, cause: error });
  }
}

/** A file that cannot be read as the journal it was. Nothing of it is used. */
export function damaged(file: string, why: string, cause?: unknown): AshlarError {
  return new AshlarError({ kind: 'invalid', what: `the journal ${file} is damaged`, why, next: mendJournal, cause });
}

/** The way out of any damage. */
export const mendJournal =
  'ashlar doctor --repair puts it aside and keeps what is whole; finished tasks are found again from the ledgers and the commits';

type Failure = Partial<ErrorText> & { what: string };

function failureText(file: string, code: string): Failure | undefined {
  return failures.find(([prefix]) => code.startsWith(prefix))?.[1](file);
}

const full = (): Failure => ({
  what: 'the disk is full, the journal could not be written; nothing that was recorded is lost',
  next: 'free some space, then `ashlar resume`',
});

const unwritable = (file: string): Failure => ({
  what: `the journal ${file} cannot be written`,
  next: 'make the file and its folder writable for you, then `ashlar resume`',
});

const failures: readonly [prefix: string, text: (file: string) => Failure][] = [
  ['SQLITE_FULL', full],
  ['ENOSPC', full],
  ['EDQUOT', full],
  ['SQLITE_READONLY', unwritable],
  ['EROFS', unwritable],
  ['EACCES', unwritable],
  ['EPERM', unwritable],
  [
    'SQLITE_IOERR',
    (file) => ({
      what: `the disk failed at ${file}; nothing that was recorded is lost`,
      next: 'check the disk and its free space, then `ashlar resume`',
    }),
  ],
  [
    'SQLITE_BUSY',
    (file) => ({
      kind: 'held',
      what: `another program holds the journal ${file}`,
      next: 'wait for it to end, then `ashlar resume`',
    }),
  ],
  [
    'SQLITE_CANTOPEN',
    (file) => ({
      what: `the journal ${file} cannot be opened`,
      next: 'check that you may read and write the file and its folder',
    }),
  ],
  ['SQLITE_CORRUPT', (file) => textOf(damaged(file, 'its pages do not fit together'))],
  ['SQLITE_NOTADB', (file) => textOf(damaged(file, 'it is not a database'))],
];

function textOf({ kind, what, why, next }: AshlarError): Failure {
  return { kind, what, ...(why !== undefined && { why }), ...(next !== undefined && { next }) };
}
