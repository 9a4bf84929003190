import { join, relative } from 'node:path';
import { makeFolder, writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import type { Redactor } from '../base/redact.ts';
import { type Model, type ModelDelta, ModelError, type ModelReply, type ModelRequest } from '../domain/model.ts';

export interface KeepRefused {
  /** What was sent is kept in a folder of it. */
  stateFolder: string;
  /** Messages name the file relative to it. */
  root: string;
  redactor: Redactor;
}

/**
 * Keeps what was sent where the provider calls it invalid, so that a person can see what it was, and says where. It is the
 * request as all providers get it, without headers and without secrets.
 */
export function keepRefused(model: Model, { stateFolder, root, redactor }: KeepRefused): Model {
  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    try {
      return yield* model.stream(request, signal);
    } catch (error) {
      if (!(error instanceof ModelError) || error.fault !== 'invalid_request') throw error;
      const text = JSON.stringify(redactor.redactJson({ model: model.id, ...request }), undefined, 1);
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
