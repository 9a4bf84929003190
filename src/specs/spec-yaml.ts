import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import * as z from 'zod';
import { AshlarError, errorMessage } from '../base/errors.ts';
import { writeFileWhole } from '../base/files.ts';

export const specYamlFile = 'spec.yaml';

export const specYaml = z.object({
  slug: z.string().min(1),
  title: z.string(),
  kind: z.enum(['feature', 'bugfix']),
  size: z.enum(['S', 'M', 'L']),
  /** Which document comes first; requirements where nothing is said. */
  workflow: z.enum(['requirements-first', 'design-first']).optional(),
  /** Questions are asked before the first document is drafted. */
  questions: z.boolean().optional(),
  /** All documents are drafted in one go and approved once. */
  quick: z.boolean().optional(),
  /** The entry of the roadmap that it was made of. */
  roadmap: z.object({ spec: z.string(), entry: z.string() }).optional(),
  /** The text of the backlog item. */
  item: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
  /** The commit that the spec was made on. */
  base: z.string().optional(),
  branch: z.string().optional(),
  /** The folder of another tool that it was brought in from. */
  importedFrom: z.string().optional(),
});

export type SpecYaml = z.infer<typeof specYaml>;

/** Reads the text of a `spec.yaml`; throws kind `invalid`, naming the path and the first thing that is wrong. */
export function parseSpecYaml(text: string, path: string): SpecYaml {
  const result = specYaml.safeParse(parseYaml(text, path));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unreadable(path, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}

export function writeSpecYaml(folder: string, content: SpecYaml): void {
  writeFileWhole(join(folder, specYamlFile), stringify(specYaml.parse(content), { lineWidth: 0 }));
}

function parseYaml(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw unreadable(path, errorMessage(error), error);
  }
}

function unreadable(path: string, why: string, cause?: unknown): AshlarError {
  return new AshlarError({ kind: 'invalid', what: `${path} cannot be read`, why, next: `Correct ${path}.`, cause });
}
