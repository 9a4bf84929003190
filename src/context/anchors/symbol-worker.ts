import { parentPort, workerData } from 'node:worker_threads';
import type { SourceText } from './read-many.ts';
import { createSymbolReader } from './read-symbols.ts';

// An entry of its own, bundled beside the program: each thread that read-many.ts starts runs it once.
const read = createSymbolReader();
const files: readonly SourceText[] = workerData;
parentPort?.postMessage(await Promise.all(files.map(({ path, text }) => read(path, text))));
