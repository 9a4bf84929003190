import type { Commands } from '../../../src/domain/config.ts';

/** A repository's files and what is to be found in them. */
export interface Ecosystem {
  name: string;
  files: Record<string, string>;
  language?: string;
  packageManager?: string;
  commands: Commands;
}

export const manifest = (content: Record<string, unknown>) => ({ 'package.json': JSON.stringify(content) });
export const dev = (...names: string[]) => ({
  devDependencies: Object.fromEntries(names.map((name) => [name, '^1.0.0'])),
});
