import { relative } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere } from '../base/files.ts';
import { specYamlFile } from '../specs/spec-yaml.ts';
import { configPath } from './load-config.ts';
import { openSpec } from './open-spec.ts';
import type { Wire } from './wire.ts';

/**
 * Gives a check that throws once the team's settings or those of the spec are others than now. They say what proves a task
 * that names no command of its own, and no hash stands for them; a command of an agent can write them where its text does
 * not show it.
 */
export function watchSettings(slug: string, wire: Wire): () => void {
  const { root } = wire.workspace;
  const path = configPath(root);
  const read = (): [file: string, text: string][] => [
    [relative(root, path), readTextIfThere(path) ?? ''],
    [specYamlFile, JSON.stringify(openSpec(slug, wire).yaml ?? {})],
  ];
  const before = new Map(read());
  return () => {
    const changed = read().find(([file, text]) => before.get(file) !== text);
    if (changed === undefined) return;
    throw new AshlarError({
      kind: 'needs_human',
      what: `${changed[0]} was changed while the run worked`,
      why: 'what proves a task depends on it, and the run cannot know who changed it',
      next: `look at it, put it back unless the change is yours, then: ashlar resume ${slug}`,
    });
  };
}
