import type { Ecosystem } from './ecosystem.ts';

export const runnerProjects: Ecosystem[] = [
  {
    name: 'C with make',
    files: { Makefile: 'TEST := x\nbuild: a.o\nlint test: build\n\t./run\n', 'a.c': '' },
    language: 'c',
    commands: { build: 'make build', test: 'make test', lint: 'make lint' },
  },
  {
    name: 'make whose test is only a variable',
    files: { Makefile: 'test := x\ntest = y\ncheck:\n\ttrue\n', 'a.sh': '' },
    language: 'shell',
    commands: { test: 'make check' },
  },
  {
    name: 'just, whose recipe needs no argument',
    files: { justfile: '@test *args:\n  ./run\nlint mode="all":\n  ./lint\nbuild target:\n  ./build\n', 'a.lua': '' },
    language: 'lua',
    commands: { test: 'just test', lint: 'just lint' },
  },
  {
    name: 'Python without tests of its own and with a test target',
    files: { 'setup.py': '', 'a.py': '', Makefile: 'setup:\n\ttrue\ntest:\n\t./run\n' },
    language: 'python',
    packageManager: 'pip',
    commands: { setup: 'python3 -m pip install -e .', test: 'make test' },
  },
  {
    name: 'Go with a Makefile, where the language’s own command stands',
    files: { 'go.mod': '', 'a.go': '', Makefile: 'test:\n\tgo test\ntypecheck:\n\ttrue\n' },
    language: 'go',
    packageManager: 'go',
    commands: {
      setup: 'go mod download',
      build: 'go build ./...',
      test: 'go test ./...',
      lint: 'go vet ./...',
      typecheck: 'make typecheck',
    },
  },
];
