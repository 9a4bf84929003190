import type { ProjectFolder } from '../project-folder.ts';
import { type Toolchain, whereFile, whereText } from '../toolchain.ts';

const declarations = /^(Gemfile(\.lock)?|[^/]+\.gemspec)$/;
const eachTest = `-e 'Dir["./test/**/{test_*,*_test}.rb"].sort.each { |file| require file }'`;

export const ruby: Toolchain = {
  manifest: /^(Gemfile|Rakefile|[^/]+\.gemspec)$/,
  sources: /\.(rb|rake|erb)$/,
  language: () => 'ruby',
  packageManager: () => 'bundler',
  commands: {
    setup: [whereFile(/^Gemfile$/, 'bundle install')],
    test: [
      whereFile(/^(\.rspec$|spec\/.*_spec\.rb$)/, bundled('rspec')),
      whereText(declarations, /\brspec\b/, bundled('rspec')),
      (folder) => (folder.find(/^test\/.*\.rb$/) ? whereFile(/^bin\/rails$/, 'bin/rails test')(folder) : undefined),
      whereText(/^Rakefile$/, /TestTask|^\s*task\s+:?['"]?test\b/m, bundled('rake test')),
      whereFile(/^test\/(.*\/)?(test_[^/]*|[^/]*_test)\.rb$/, bundled(`ruby -Ilib -Itest ${eachTest}`)),
    ],
    lint: [
      whereFile(/^\.rubocop\.ya?ml$/, bundled('rubocop')),
      whereText(declarations, /\brubocop\b/, bundled('rubocop')),
      whereFile(/^\.standard\.yml$/, bundled('standardrb')),
    ],
  },
};

function bundled(line: string): (folder: ProjectFolder) => string {
  return (folder) => (folder.has('Gemfile') ? `bundle exec ${line}` : line);
}
