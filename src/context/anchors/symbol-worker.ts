import { parentPort, workerData } from 'node:worker_threads';
import type { SourceText } from './read-many.ts';
import { createSymbolReader } from './read-symbols.ts';

// An entry of its own, bundled beside the program: each thread that read-many.ts starts runs it once.
const read = createSymbolReader();
const files: readonly SourceText[] = workerData;
// One that fails ends the thread, which the thread that waits is told.
void Promise.all(files.map(({ path, text }) => read(path, text))).then((found) => parentPort?.postMessage(found));
