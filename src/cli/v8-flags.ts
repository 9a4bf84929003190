import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Sets for this process what V8 is to do otherwise than by itself. To be called before anything else is compiled: code that
 * was compiled under other flags does not fit.
 */
export function setV8Flags(): void {
  for (const flag of flags) setFlagsFromString(flag);
}

const flags = [
  // In the V8 of Node 20 the process ends in a fatal error ("unreachable code") once a function with an inlined call of
  // WebAssembly is deoptimised, as the one that asks Cedar is after some thousand decisions.
  '--no-turbo-inline-js-wasm-calls',
  // A run mostly waits, and each process that it starts costs more the more memory it has: the nursery does not grow, and
  // WebAssembly (policy, grammars) is not compiled a second time for speed.
  '--semi-space-growth-factor=1',
  '--liftoff-only',
  // For `shrinkHeap`.
  '--expose-gc',
  // What ran at the start of a run is still there at its end, when compiled code is kept for the next process.
  '--no-flush-bytecode',
];

/**
 * Gives back what is not in use any more. V8 by itself waits until the heap is several times larger, which in a run of many
 * tasks it then stays. To be called where it may take some ten milliseconds: when a task is done.
 */
export function shrinkHeap(): void {
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
