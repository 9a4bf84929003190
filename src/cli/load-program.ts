import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { CompiledCode } from './compiled-code.ts';

export interface Program {
  /** What a file of the bundle exports; the file runs when it is first asked for. */
  load(name: string): unknown;
  /** What V8 made of the files that were loaded without compiled code since this was last asked. */
  takeCompiled(): Map<string, Buffer>;
}

/** A file as Node runs it. */
type Run = (
  ...given: [exports: unknown, require: (id: string) => unknown, module: object, filename: string, folder: string]
) => void;

/**
 * Loads the files of the bundle, which are CommonJS: Node's own loaders compile each of them anew in every process, and of
 * a short command that takes longer than the command. Code that V8 does not accept is compiled again.
 */
export function openProgram(folder: string, known: CompiledCode): Program {
  const modules = new Map<string, { exports: unknown }>();
  const fresh = new Map<string, Script>();
  const outside = createRequire(join(folder, 'ashlar.js'));
  const require = (id: string): unknown => (id.startsWith('./') ? load(id.slice(2)) : outside(id));
  function load(name: string): unknown {
    const loaded = modules.get(name);
    if (loaded !== undefined) return loaded.exports;
    const module = { exports: {} };
    modules.set(name, module);
    const filename = join(folder, name);
    const cachedData = known.get(name);
    const script = new Script(`${head}${readFileSync(filename, 'latin1')}${tail}`, {
      filename,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    if (cachedData === undefined || script.cachedDataRejected === true) fresh.set(name, script);
    const run = script.runInThisContext() as Run;
    run(module.exports, require, module, filename, folder);
    return module.exports;
  }
  const takeCompiled = () => {
    const taken = new Map([...fresh].map(([name, script]) => [name, script.createCachedData()]));
    fresh.clear();
    return taken;
  };
  return { load, takeCompiled };
}

/** Around a file, as Node's own loader does it. The bundle is ASCII. */
const head = '(function (exports, require, module, __filename, __dirname) {';
const tail = '\n})';
