import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The pairs of one domain: criteria that cannot both be met, and such as only look so. */
export interface PairTable {
  domain: string;
  contradict: Pair[];
  agree: Pair[];
}

export interface Pair {
  kind: string;
  one: string;
  other: string;
}

/** Reads the tables in `pairs/`, a domain to a file. */
export function readPairTables(): PairTable[] {
  const folder = join(import.meta.dirname, 'pairs');
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const [, contradict = '', agree = ''] = readFileSync(join(folder, file), 'utf8').split(/^## .*$/m);
      return { domain: basename(file, '.md'), contradict: readRows(contradict), agree: readRows(agree) };
    });
}

function readRows(table: string): Pair[] {
  const rows = table.split('\n').filter((line) => line.startsWith('|') && !/^\|\s*(?:kind|---)/.test(line));
  return rows.map((row) => {
    const [, kind = '', one = '', other = ''] = row.split('|').map((cell) => cell.trim());
    return { kind, one, other };
  });
}
