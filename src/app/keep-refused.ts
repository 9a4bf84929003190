import { join, relative } from 'node:path';
import { makeFolder, writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { type Model, type ModelDelta, ModelError, type ModelReply, type ModelRequest } from '../domain/model.ts';

export interface KeepRefused {
  /** What was sent is kept in a folder of it. */
  stateFolder: string;
  /** Messages name the file relative to it. */
  root: string;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Keeps what was sent where the provider calls it invalid, so that a person can see what it was, and says where. It is the
 * request as all providers get it, without headers; values of the environment that look like credentials are blotted out.
 */
export function keepRefused(model: Model, { stateFolder, root, env }: KeepRefused): Model {
  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    try {
      return yield* model.stream(request, signal);
    } catch (error) {
      if (!(error instanceof ModelError) || error.fault !== 'invalid_request') throw error;
      const text = blotOut(JSON.stringify({ model: model.id, ...request }, undefined, 1), env);
      const folder = join(stateFolder, 'refused');
      makeFolder(folder, 0o700);
      const path = join(folder, `${digest(text).slice(0, 16)}.json`);
      writeFileWhole(path, `${text}\n`, { mode: 0o600 });
      const { fault, what, why, next } = error;
      const kept = `what was sent is in ${relative(root, path)}`;
      throw new ModelError({
        fault,
        what,
        ...(why === undefined ? {} : { why }),
        next: next === undefined ? kept : `${next}; ${kept}`,
        cause: error,
      });
    }
  }
  return { id: model.id, stream };
}

function blotOut(text: string, env: KeepRefused['env']): string {
  const secrets = Object.entries(env).flatMap(([name, value = '']) =>
    secretName.test(name) && value.length >= leastChars ? [JSON.stringify(value).slice(1, -1)] : [],
  );
  return secrets.reduce((blotted, secret) => blotted.replaceAll(secret, '***'), text);
}

const secretName = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL/i;

/** Shorter values are words that stand anywhere. */
const leastChars = 8;
