import { type Finder, type Toolchain, whereFile, whereText } from '../toolchain.ts';

const buildFile = /^(build|settings)\.gradle(\.kts)?$/;

export const gradle: Toolchain = {
  manifest: buildFile,
  sources: /\.(java|kt)$/,
  language: (folder) => (folder.find(/\.kt$/) && !folder.find(/\.java$/) ? 'kotlin' : 'java'),
  packageManager: () => 'gradle',
  commands: {
    build: [run('assemble')],
    test: [run('test')],
    lint: [plugin('detekt', 'detekt'), plugin('ktlint', 'ktlintCheck'), plugin('spotless', 'spotlessCheck')],
  },
};

function run(task: string): Finder {
  return whereFile(buildFile, (folder) => `${folder.has('gradlew') ? './gradlew' : 'gradle'} ${task}`);
}

function plugin(name: string, task: string): Finder {
  const line = (folder: Parameters<Finder>[0]) => run(task)(folder)?.run ?? task;
  return whereText(buildFile, new RegExp(`\\b${name}\\b`), line);
}
