import { parse, YAMLParseError } from 'yaml';
import * as z from 'zod';

const schema = z.object({
  inclusion: z.enum(['always', 'fileMatch', 'manual', 'auto']).default('always'),
  fileMatchPattern: z.union([z.string(), z.array(z.string())]).default([]),
  name: z.string().optional(),
  description: z.string().optional(),
});

export interface FrontMatter {
  inclusion: 'always' | 'fileMatch' | 'manual' | 'auto';
  patterns: string[];
  name?: string;
  description?: string;
  /** Why it could not be read; it then counts as `always`. */
  problem?: string;
}

/** Splits a steering file into its front matter, if any, and the text below it. Never throws. */
export function readFrontMatter(text: string): { front: FrontMatter; body: string } {
  const match = /^---[ \t]*\n((?:.*\n)*?)---[ \t]*(?:\n|$)/.exec(text);
  if (match === null) return { front: { inclusion: 'always', patterns: [] }, body: text };
  return { front: parseFront(match[1] ?? ''), body: text.slice(match[0].length) };
}

function parseFront(yaml: string): FrontMatter {
  const read = schema.safeParse(parseYaml(yaml) ?? {});
  if (!read.success) return { inclusion: 'always', patterns: [], problem: 'its front matter could not be read' };
  const { inclusion, fileMatchPattern, name, description } = read.data;
  const patterns = [fileMatchPattern].flat().filter((pattern) => pattern.trim() !== '');
  return {
    inclusion,
    patterns,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(inclusion === 'fileMatch' && patterns.length === 0 && { problem: 'it has no fileMatchPattern' }),
  };
}

/** Anything but an object for text that is no YAML. `*.ts` unquoted is an alias to YAML, and people write it. */
function parseYaml(yaml: string): unknown {
  const quoted = yaml.replaceAll(
    /^(\s*(?:fileMatchPattern:|-)\s+)(\*[^\n]*?)\s*$/gm,
    (_line, key: string, glob: string) => `${key}${JSON.stringify(glob)}`,
  );
  try {
    return parse(quoted) as unknown;
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) return 'no YAML';
    throw error;
  }
}
