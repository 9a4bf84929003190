import * as z from 'zod';

/** The file in which Kiro says of what kind a spec is. */
export const kiroConfigFile = '.config.kiro';

/** How a spec is worked on; what is not said is `undefined`. */
export interface KiroConfig {
  kind?: 'feature' | 'bugfix';
  workflow?: Workflow;
  quick?: boolean;
}

export type Workflow = 'requirements-first' | 'design-first';

const fields = z.object({
  specType: z.unknown(),
  workflowType: z.unknown(),
  /** The older name. */
  generationMode: z.unknown(),
});

/** Reads `.config.kiro`; never throws: a value that is not known says nothing, as in Kiro. */
export function readKiroConfig(text: string): KiroConfig {
  const read = fields.partial().safeParse(parseJson(text));
  if (!read.success) return {};
  const { specType, workflowType, generationMode } = read.data;
  const workflow = workflowType ?? generationMode;
  return {
    ...(specType === 'feature' || specType === 'bugfix' ? { kind: specType } : {}),
    ...(workflow === 'requirements-first' || workflow === 'design-first' ? { workflow } : {}),
    ...(specType === 'quick-spec' || workflow === 'fast-task' ? { quick: true } : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
