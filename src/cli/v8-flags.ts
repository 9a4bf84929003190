import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Keeps V8 from inlining calls of WebAssembly into JavaScript, in this process for good: in the V8 of Node 20 the process
 * ends in a fatal error ("unreachable code") once such a function is deoptimised, as the one that asks Cedar is after some
 * thousand decisions. To be called before anything of WebAssembly runs.
 */
export function keepWasmSafe(): void {
  setFlagsFromString('--no-turbo-inline-js-wasm-calls');
}

/**
 * Stops V8's nursery from growing and WebAssembly (policy, grammars) from being compiled a second time for speed, in this
 * process for good. To be called once a run talks to its model, before these are loaded: from then on the process mostly
 * waits, and each process that it starts costs more the more memory it has.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--liftoff-only');
}

/**
 * Gives back what is not in use any more. V8 by itself waits until the heap is several times larger, which in a run of many
 * tasks it then stays. To be called where it may take some ten milliseconds: when a task is done.
 */
export function shrinkHeap(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
