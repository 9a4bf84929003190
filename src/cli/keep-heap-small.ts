import { setFlagsFromString } from 'node:v8';

/**
 * Stops V8's nursery from growing, in this process for good. To be called once a run talks to its model: from then on the
 * process mostly waits, and each process that it starts costs more the more memory it has.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
