import { type Finder, type Toolchain, whereFile } from '../toolchain.ts';

const manifest = 'composer.json';

export const php: Toolchain = {
  manifest: /^composer\.json$/,
  sources: /\.php$/,
  language: () => 'php',
  packageManager: () => 'composer',
  commands: {
    setup: [whereFile(/^composer\.json$/, 'composer install')],
    build: [script('build')],
    test: [
      script('test'),
      required('pestphp/pest', 'vendor/bin/pest'),
      required('phpunit/phpunit', 'vendor/bin/phpunit'),
      whereFile(/^phpunit\.xml(\.dist)?$/, 'vendor/bin/phpunit'),
    ],
    lint: [
      script('lint', 'cs', 'phpcs'),
      required('laravel/pint', 'vendor/bin/pint --test'),
      required('squizlabs/php_codesniffer', 'vendor/bin/phpcs'),
    ],
    typecheck: [
      script('phpstan', 'analyse', 'analyze', 'typecheck', 'psalm'),
      whereFile(/^phpstan(\.dist)?\.neon(\.dist)?$/, 'vendor/bin/phpstan analyse'),
      required('phpstan/phpstan', 'vendor/bin/phpstan analyse'),
      required('vimeo/psalm', 'vendor/bin/psalm'),
    ],
  },
};

function script(...names: string[]): Finder {
  return (folder) => {
    const name = names.find((candidate) => folder.json(manifest, 'scripts', candidate) !== undefined);
    return name === undefined ? undefined : { run: `composer run-script ${name}`, from: `${manifest} scripts.${name}` };
  };
}

function required(name: string, run: string): Finder {
  return (folder) => {
    const list = ['require-dev', 'require'].find((key) => folder.json(manifest, key, name) !== undefined);
    return list === undefined ? undefined : { run, from: `${manifest} ${list} ${name}` };
  };
}
