import { build } from 'esbuild';

/** Imports a module of the sources as Node would run it, without a build of the whole program. */
export async function loadSource(path) {
  const { outputFiles } = await build({
    entryPoints: [new URL(`../../${path}`, import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
