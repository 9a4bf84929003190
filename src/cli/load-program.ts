import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

export interface Program {
  /** What a file of the bundle exports; the file runs when it is first asked for. */
  load(name: string): unknown;
  /** Whether a file was loaded for which there was no compiled code. */
  hasNew(): boolean;
  /** What V8 has made by now of the files that were loaded: of a function, once it has run. */
  compiled(): Map<string, Buffer>;
}

/** A file as Node runs it. */
type Run = (
  ...given: [exports: unknown, require: (id: string) => unknown, module: object, filename: string, folder: string]
) => void;

/**
 * Loads the files of the bundle, which are CommonJS: Node's own loaders compile each of them anew in every process, and of
 * a short command that takes longer than the command. Code that V8 does not accept is compiled again.
 */
export function openProgram(folder: string, known: ReadonlyMap<string, Buffer>): Program {
  const modules = new Map<string, { exports: unknown }>();
  const scripts = new Map<string, Script>();
  let isNew = false;
  const outside = createRequire(join(folder, 'ashlar.js'));
  const require = (id: string): unknown => (id.startsWith('./') ? load(id.slice(2)) : outside(id));
  function load(name: string): unknown {
    const loaded = modules.get(name);
    if (loaded !== undefined) return loaded.exports;
    const module = { exports: {} };
    modules.set(name, module);
    const filename = join(folder, name);
    const cachedData = known.get(name);
    const script = new Script(`${head}${readFileSync(filename, 'utf8')}${tail}`, {
      filename,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    if (cachedData === undefined || script.cachedDataRejected === true) isNew = true;
    scripts.set(name, script);
    const run = script.runInThisContext() as Run;
    run(module.exports, require, module, filename, folder);
    return module.exports;
  }
  return {
    load,
    hasNew: () => isNew,
    compiled: () => new Map([...scripts].map(([name, script]) => [name, script.createCachedData()])),
  };
}

/** Around a file, as Node's own loader does it. */
const head = '(function (exports, require, module, __filename, __dirname) {';
const tail = '\n})';
