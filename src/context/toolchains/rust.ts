import type { ProjectFolder } from '../project-folder.ts';
import { type Finder, type Toolchain, whereFile } from '../toolchain.ts';

export const rust: Toolchain = {
  manifest: /^Cargo\.toml$/,
  sources: /\.rs$/,
  language: () => 'rust',
  packageManager: () => 'cargo',
  commands: {
    setup: [whereFile(/^Cargo\.toml$/, 'cargo fetch')],
    build: [cargo('build')],
    test: [cargo('test')],
    lint: [cargo('clippy', '--all-targets')],
  },
};

function cargo(verb: string, flags = ''): Finder {
  const line = (folder: ProjectFolder) =>
    `cargo ${verb} ${/^\[workspace\]/m.test(folder.read('Cargo.toml')) ? '--workspace ' : ''}${flags}`.trim();
  return whereFile(/^Cargo\.toml$/, line);
}
