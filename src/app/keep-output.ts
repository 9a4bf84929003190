import { createReadStream, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BoundedOutput } from '../base/bounded-output.ts';
import { processStart } from '../base/process-identity.ts';

export interface KeptOutput {
  /** Where the whole output was written, without its secrets; gone afterwards. */
  from: string;
  /** Its name for good, beside the other. */
  to: string;
  /** Bytes of it that are told. */
  keepBytes: number;
  /** Whether secrets were taken out of it. */
  isRedacted: boolean;
}

/**
 * Keeps the whole of an output. Where there were secrets in it, gives head and tail anew, from the clean text: in what was
 * told before, a secret may be cut in two.
 */
export async function keepOutput({ from, to, keepBytes, isRedacted }: KeptOutput): Promise<string | undefined> {
  renameSync(from, to);
  if (!isRedacted) return undefined;
  const told = new BoundedOutput({ keepBytes, maxBytes: Number.MAX_SAFE_INTEGER });
  for await (const chunk of createReadStream(to)) told.add(chunk as Buffer);
  return told.text();
}

/** Where an output is written while its command runs. */
export function outputPath(folder: string, id: string): string {
  return join(folder, `${id}-${process.pid}.part`);
}

/** Takes away what processes that are no more were writing. */
export function removeLeftOutputs(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const owner = /-(\d+)\.part$/.exec(name)?.[1];
    if (owner !== undefined && processStart(Number(owner)) === undefined) rmSync(join(folder, name), { force: true });
  }
}
