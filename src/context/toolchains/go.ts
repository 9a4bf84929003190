import type { ProjectFolder } from '../project-folder.ts';
import { type Toolchain, whereFile } from '../toolchain.ts';

export const go: Toolchain = {
  manifest: /^go\.(mod|work)$/,
  sources: /\.go$/,
  language: () => 'go',
  packageManager: () => 'go',
  commands: {
    setup: [whereFile(/^go\.(mod|work)$/, 'go mod download')],
    build: [whereFile(/^go\.(mod|work)$/, (folder) => `go build ${packagesOf(folder)}`)],
    test: [whereFile(/^go\.(mod|work)$/, (folder) => `go test ${packagesOf(folder)}`)],
    lint: [
      whereFile(/^\.golangci\.(ya?ml|toml|json)$/, 'golangci-lint run'),
      whereFile(/^go\.(mod|work)$/, (folder) => `go vet ${packagesOf(folder)}`),
    ],
  },
};

/** `./...` does not reach into the modules of a workspace; each has to be named. */
function packagesOf(folder: ProjectFolder): string {
  const text = folder.read('go.work').replaceAll(/\/\/.*$/gm, '');
  const uses = [...text.matchAll(/^use\s+(?:\(([^)]*)\)|(\S+))/gm)].flatMap((match) =>
    (match[1] ?? match[2] ?? '').split(/\s+/),
  );
  const modules = uses.filter((path) => /^[\w./-]+$/.test(path)).map((path) => path.replace(/\/+$/, ''));
  return modules.length === 0 ? './...' : modules.map((path) => `${path}/...`).join(' ');
}
