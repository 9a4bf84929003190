import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readTextIfThere } from '../base/files.ts';
import { userFolders } from '../base/paths.ts';
import type { PolicySource } from '../policy/read-policies.ts';
import type { Surroundings } from './surroundings.ts';

/** The schema, and all files of policies: the shipped ones first, then the user's, then the repository's. */
export interface PolicyFiles {
  schema: string;
  sources: PolicySource[];
}

export function readPolicyFiles(root: string, { packageRoot, env, home }: Surroundings): PolicyFiles {
  const shipped = join(packageRoot, 'templates', 'policy');
  const user = join(userFolders(env, home).config, 'policy');
  return {
    schema: readTextIfThere(join(shipped, 'schema.cedarschema')) ?? '',
    sources: [
      ...shippedFiles.map((name) => readSource(join(shipped, name), name, 'default')),
      ...filesIn(user).map((file) => readSource(file, file, 'user')),
      ...filesIn(teamPolicyFolder(root)).map((file) => readSource(file, relative(root, file), 'project')),
    ],
  };
}

export function teamPolicyFolder(root: string): string {
  return join(root, '.ashlar', 'policy');
}

/** In the order in which they decide. */
const shippedFiles = ['files.cedar', 'commands.cedar', 'agents.cedar'];

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cedar'))
    .sort()
    .map((name) => join(folder, name));
}

function readSource(path: string, file: string, origin: PolicySource['origin']): PolicySource {
  return { file, text: readTextIfThere(path) ?? '', origin };
}
