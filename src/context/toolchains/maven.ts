import { type Finder, type Toolchain, whereFile } from '../toolchain.ts';

export const maven: Toolchain = {
  manifest: /^pom\.xml$/,
  sources: /\.(java|kt)$/,
  language: (folder) => (folder.find(/\.kt$/) && !folder.find(/\.java$/) ? 'kotlin' : 'java'),
  packageManager: () => 'maven',
  commands: {
    build: [mvn('-DskipTests package')],
    test: [mvn('test')],
  },
};

function mvn(goal: string): Finder {
  return whereFile(/^pom\.xml$/, (folder) => `${folder.has('mvnw') ? './mvnw' : 'mvn'} -B ${goal}`);
}
