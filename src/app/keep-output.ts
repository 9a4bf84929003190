import { closeSync, createReadStream, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { BoundedOutput } from '../base/bounded-output.ts';
import type { Redactor } from '../base/redact.ts';

export interface KeptOutput {
  /** Where the whole output was written; gone afterwards. */
  from: string;
  /** Its name for good, beside the other. */
  to: string;
  /** Bytes of it that are told. */
  keepBytes: number;
}

/**
 * Keeps the whole of an output without its secrets. Where there were some, gives head and tail anew, from the clean text: in
 * what was told before, a secret may be cut in two.
 */
export async function keepOutput({ from, to, keepBytes }: KeptOutput, redactor: Redactor): Promise<string | undefined> {
  const clean = `${from}.clean`;
  const told = new BoundedOutput({ keepBytes, maxBytes: Number.MAX_SAFE_INTEGER });
  const pieces = redactor.stream();
  const file = openSync(clean, 'wx', 0o600);
  const put = (text: string) => {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    told.add(bytes);
  };
  try {
    for await (const chunk of createReadStream(from, { encoding: 'utf8' })) put(pieces.push(String(chunk)));
    put(pieces.end());
  } catch (error) {
    rmSync(clean, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  rmSync(from);
  renameSync(clean, to);
  return pieces.hasRedacted() ? told.text() : undefined;
}
