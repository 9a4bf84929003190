import { dev, type Ecosystem, manifest } from './ecosystem.ts';

export const scriptedProjects: Ecosystem[] = [
  {
    name: 'Ruby with rspec and rubocop',
    files: { Gemfile: "gem 'rspec'\ngem 'rubocop'\n", 'lib/a.rb': '', 'spec/a_spec.rb': '' },
    language: 'ruby',
    packageManager: 'bundler',
    commands: { setup: 'bundle install', test: 'bundle exec rspec', lint: 'bundle exec rubocop' },
  },
  {
    name: 'Ruby with a test task',
    files: { Gemfile: '', Rakefile: "require 'rake/testtask'\nRake::TestTask.new\n", 'test/test_a.rb': '' },
    language: 'ruby',
    packageManager: 'bundler',
    commands: { setup: 'bundle install', test: 'bundle exec rake test' },
  },
  {
    name: 'Ruby with minitest only',
    files: { 'a.gemspec': '', 'lib/a.rb': '', 'test/a_test.rb': '' },
    language: 'ruby',
    packageManager: 'bundler',
    commands: { test: `ruby -Ilib -Itest -e 'Dir["./test/**/{test_*,*_test}.rb"].sort.each { |file| require file }'` },
  },
  {
    name: 'Rails, which has a package.json too',
    files: {
      Gemfile: "gem 'rails'\n",
      'bin/rails': '',
      'app/a.rb': '',
      'test/a_test.rb': '',
      ...manifest({ scripts: { build: 'esbuild' }, ...dev('esbuild') }),
    },
    language: 'ruby',
    packageManager: 'bundler',
    commands: { setup: 'bundle install && npm install', build: 'npm run build', test: 'bin/rails test' },
  },
  {
    name: 'PHP with scripts of composer',
    files: {
      'composer.json': JSON.stringify({ scripts: { test: 'phpunit', lint: 'phpcs', phpstan: ['phpstan'] } }),
      'src/A.php': '',
    },
    language: 'php',
    packageManager: 'composer',
    commands: {
      setup: 'composer install',
      test: 'composer run-script test',
      lint: 'composer run-script lint',
      typecheck: 'composer run-script phpstan',
    },
  },
  {
    name: 'PHP with phpunit and phpstan and no scripts',
    files: {
      'composer.json': JSON.stringify({ 'require-dev': { 'phpunit/phpunit': '^11' } }),
      'phpstan.neon.dist': '',
      'src/A.php': '',
    },
    language: 'php',
    packageManager: 'composer',
    commands: { setup: 'composer install', test: 'vendor/bin/phpunit', typecheck: 'vendor/bin/phpstan analyse' },
  },
  {
    name: 'PHP with pest',
    files: {
      'composer.json': JSON.stringify({ 'require-dev': { 'pestphp/pest': '^3', 'phpunit/phpunit': '^11' } }),
      'src/A.php': '',
    },
    language: 'php',
    packageManager: 'composer',
    commands: { setup: 'composer install', test: 'vendor/bin/pest' },
  },
];
