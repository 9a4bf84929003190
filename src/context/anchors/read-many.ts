import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createSymbolReader, type FileSymbols } from './read-symbols.ts';

export interface SourceText {
  path: string;
  text: string;
}

/** Gives the symbols of each file, in the order given. Throws where no parser can be loaded. */
export type ReadMany = (files: readonly SourceText[]) => Promise<FileSymbols[]>;

export interface ManyReaderOptions {
  /** How many threads may read at once, this one among them. */
  threads: number;
  /** The bundled `symbol-worker.ts`; by default the one beside this module, which only a bundle has. */
  workerFile?: URL;
}

/** Reads few files in this thread and many in several; one call after another, for each may use the whole machine. */
export function createManyReader({ threads, workerFile = besideThis() }: ManyReaderOptions): ReadMany {
  const read = createSymbolReader();
  const readHere = (files: readonly SourceText[]) => Promise.all(files.map(({ path, text }) => read(path, text)));
  const readShared = async (files: readonly SourceText[]): Promise<FileSymbols[]> => {
    const [own = [], ...others] = shareOut(files, Math.min(threads, mostThreads));
    const started = others.map((share) => ({ share, result: readInThread(share, workerFile) }));
    const found = new Map(await pair(own, readHere));
    for (const { share, result } of started) {
      // Whatever kept a thread from it: this one reads the share, or says why nobody can.
      const taken = await result;
      for (const [file, symbols] of await pair(share, async () => taken ?? readHere(share))) found.set(file, symbols);
    }
    return files.flatMap((file) => found.get(file) ?? []);
  };
  let last: Promise<unknown> = Promise.resolve();
  return (files) => {
    const next = last.then(() => readShared(files));
    // A call that failed has told its caller, and holds up nobody.
    last = next.catch(() => undefined);
    return next;
  };
}

const besideThis = () => new URL('./symbol-worker.js', import.meta.url);

async function pair(share: readonly SourceText[], read: ReadMany): Promise<(readonly [SourceText, FileSymbols])[]> {
  const found = await read(share);
  return share.flatMap((file, index) => {
    const symbols = found[index];
    return symbols === undefined ? [] : [[file, symbols] as const];
  });
}

/** To start a thread costs as much as to read this many characters. */
const threadStartChars = 100_000;
const mostThreads = 8;

/** The files in shares that take equally long, the first of them for the thread that is already there. None is empty. */
function shareOut(files: readonly SourceText[], threads: number): SourceText[][] {
  const shares = Array.from({ length: threads }, (_, index) => ({
    files: [] as SourceText[],
    chars: index === 0 ? 0 : threadStartChars,
  }));
  for (const file of files.toSorted((a, b) => b.text.length - a.text.length)) {
    const least = shares.reduce((best, each) => (each.chars < best.chars ? each : best));
    least.files.push(file);
    least.chars += file.text.length;
  }
  return shares.map((share) => share.files).filter((share) => share.length > 0);
}

/** Undefined where the thread ended without an answer. */
async function readInThread(files: readonly SourceText[], workerFile: URL): Promise<FileSymbols[] | undefined> {
  const worker = new Worker(workerFile, { workerData: files, env: {}, execArgv: [] });
  const answered = once(worker, 'message').then(([found]: FileSymbols[][]) => found);
  const ended = once(worker, 'exit').then(() => undefined);
  return Promise.race([answered, ended]).catch(() => undefined);
}
