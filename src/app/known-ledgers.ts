import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { errorMessage } from '../base/errors.ts';
import { makeFolder, readTextIfThere, writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { appendText, parseJsonLines } from '../base/jsonl.ts';
import { resolveRealPath } from '../base/real-path.ts';
import { rememberTexts } from '../base/remember-texts.ts';
import { checkedOutBranch } from '../git/checked-out-branch.ts';
import { type KnownLine, knownLine } from '../specs/known-lines.ts';
import { inUserState, unusable } from './user-state.ts';

/** The lines that each ledger has had, kept in the user's own folder: a file a ledger, and in it a line a line. */
export interface KnownLedgers {
  /** Those of the ledger in this spec folder on the branch that is checked out; none where it was never seen. */
  read(specFolder: string): readonly KnownLine[];
  /** Replaces what is known of a ledger; what is there already is not written again. */
  write(specFolder: string, lines: readonly KnownLine[]): void;
}

export function openKnownLedgers(stateFolder: string): KnownLedgers {
  // The end of a line that a crash cut off may be no UTF-8.
  const readFileText = rememberTexts((bytes) => bytes.toString('utf8'));
  const memory = new Map<string, Remembered>();
  const readPlace = (place: LedgerPlace): readonly KnownLine[] => {
    const text = inUserState(place.path, 'read', () => (existsSync(place.path) ? readFileText(place.path) : undefined));
    if (text === undefined) return readOlder(place.older);
    const remembered = readText(text, place.path, memory.get(place.path));
    memory.set(place.path, remembered);
    return remembered.lines;
  };
  return {
    read: (specFolder) => readPlace(placeOf(stateFolder, specFolder)),
    write: (specFolder, lines) => {
      const place = placeOf(stateFolder, specFolder);
      const present = readPlace(place);
      inUserState(place.path, 'written', () =>
        writeLines(place, lines, { present, text: memory.get(place.path)?.text }),
      );
    },
  };
}

/** Throws where what is decided could not be remembered. */
export function confirmWritable(stateFolder: string): void {
  const folder = ledgersFolder(stateFolder);
  inUserState(folder, 'written', () => {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.W_OK | constants.X_OK);
  });
}

interface Remembered {
  text: string;
  lines: readonly KnownLine[];
}

/** For people to read: which ledger this is. */
const heading = z.object({ folder: z.string(), branch: z.string().optional() });

/** What was read before is not read again. A last line that a crash cut off is one that was not known yet. */
function readText(text: string, path: string, before: Remembered | undefined): Remembered {
  const known = before !== undefined && text.startsWith(before.text) ? before : { text: '', lines: [] };
  const whole = text.slice(known.text.length, text.lastIndexOf('\n') + 1);
  if (known === before && whole === '') return before;
  try {
    const values = parseJsonLines(whole).map(({ value }) => value);
    if (known.text === '') heading.parse(values.shift());
    return { text: known.text + whole, lines: [...known.lines, ...z.array(knownLine).parse(values)] };
  } catch (error) {
    throw unusable(path, `it is no list of the lines of a ledger (${errorMessage(error).split('\n')[0]})`);
  }
}

interface Present {
  present: readonly KnownLine[];
  /** What of the file is whole lines; undefined where it is not there. */
  text: string | undefined;
}

/** A ledger that only grew costs what is new; any other is written whole. */
function writeLines(
  { path, older, about }: LedgerPlace,
  lines: readonly KnownLine[],
  { present, text }: Present,
): void {
  const grew = present.every(({ hash }, at) => hash === lines[at]?.hash);
  const added = grew ? lines.slice(present.length) : lines;
  if (grew && added.length === 0) return;
  makeFolder(dirname(path), 0o700);
  if (grew && text !== undefined && readTextIfThere(path) === text) appendText(path, linesOf(added));
  else writeFileWhole(path, linesOf([about, ...lines]), { mode: 0o600 });
  rmSync(older, { force: true });
}

const linesOf = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** As earlier versions kept it: one JSON value. */
function readOlder(path: string): readonly KnownLine[] {
  const text = inUserState(path, 'read', () => readTextIfThere(path));
  if (text === undefined) return [];
  try {
    return z.object({ lines: z.array(knownLine) }).parse(JSON.parse(text)).lines;
  } catch (error) {
    throw unusable(path, `it is no list of the lines of a ledger (${errorMessage(error).split('\n')[0]})`);
  }
}

function ledgersFolder(stateFolder: string): string {
  return join(stateFolder, 'ledgers');
}

interface LedgerPlace {
  path: string;
  older: string;
  about: z.infer<typeof heading>;
}

/** The same folder holds another ledger on another branch. */
function placeOf(stateFolder: string, specFolder: string): LedgerPlace {
  const folder = resolveRealPath(specFolder);
  const branch = checkedOutBranch(folder);
  const path = join(ledgersFolder(stateFolder), digest(`${folder}\0${branch ?? ''}`).slice(0, 32));
  const about = { folder, ...(branch === undefined ? {} : { branch }) };
  return { path: `${path}.jsonl`, older: `${path}.json`, about };
}
