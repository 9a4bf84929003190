import { readFileSync } from 'node:fs';
import { createPolicy, type PolicyOptions } from '../../src/policy/create-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';

const folder = new URL('../../templates/policy/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

export const schema = read('schema.cedarschema');

/** The shipped policies over a repository that is only named, with what is given put in their place. */
export function openPolicy(
  options: Partial<Omit<PolicyOptions, 'places'>> & { places?: object } = {},
): Promise<Policy> {
  const { places, sources = [], ...rest } = options;
  const shipped = ['files', 'commands', 'agents'].map((name) => ({
    file: `${name}.cedar`,
    text: read(`${name}.cedar`),
    origin: 'default' as const,
  }));
  return createPolicy({
    places: { root: '/srv/repo', home: '/home/ann', specFolders: ['specs', 'docs/specs'], ...places },
    schema,
    sources: [...shipped, ...sources],
    trusted: true,
    ...rest,
  });
}
