import { dev, type Ecosystem, manifest } from './ecosystem.ts';

export const placedProjects: Ecosystem[] = [
  {
    name: 'a project in one sub-folder, below a package.json that is only for tools',
    files: { ...manifest(dev('husky')), 'backend/go.mod': '', 'backend/main.go': '', 'backend/tools/go.mod': '' },
    language: 'go',
    packageManager: 'go',
    commands: {
      setup: 'cd backend && go mod download',
      build: 'cd backend && go build ./...',
      test: 'cd backend && go test ./...',
      lint: 'cd backend && go vet ./...',
    },
  },
  {
    name: 'a sub-folder whose name the shell would read',
    files: { "it's $(here)/package.json": JSON.stringify({ scripts: { test: 'x' } }) },
    language: 'javascript',
    packageManager: 'npm',
    commands: { test: "cd 'it'\\''s $(here)' && npm test" },
  },
  {
    name: 'two projects in sub-folders, neither of which is the one',
    files: {
      'web/package.json': '{"scripts":{"test":"x"}}',
      'web/a.ts': '',
      'web/b.ts': '',
      'api/go.mod': '',
      'api/a.go': '',
    },
    language: 'typescript',
    commands: {},
  },
  {
    name: 'a root project with others below',
    files: {
      ...manifest({ workspaces: ['packages/*'], scripts: { test: 'x' } }),
      'packages/a/package.json': '{}',
      'packages/b/package.json': '{}',
    },
    language: 'javascript',
    packageManager: 'npm',
    commands: { setup: 'npm install', test: 'npm test' },
  },
  {
    name: 'a library without tests beside a website',
    files: { 'pyproject.toml': '', 'lib/a.py': '', 'website/package.json': '{"scripts":{"test":"x","build":"y"}}' },
    language: 'python',
    packageManager: 'pip',
    commands: { setup: 'python3 -m pip install -e .' },
  },
  {
    name: 'a solution whose projects lie below it, beside tools of another language',
    files: {
      'Shop.sln': '',
      'src/Shop/Shop.csproj': '',
      'src/Shop/A.cs': '',
      'src/Shop/B.cs': '',
      'scripts/release.ts': '',
      ...manifest({ scripts: { lint: 'markdownlint' }, ...dev('markdownlint') }),
    },
    language: 'csharp',
    packageManager: 'dotnet',
    commands: {
      setup: 'dotnet restore && npm install',
      build: 'dotnet build',
      test: 'dotnet test',
      lint: 'npm run lint',
    },
  },
  {
    name: 'manifests of others and of examples',
    files: {
      'node_modules/a/package.json': '{"scripts":{"test":"x"}}',
      'examples/b/package.json': '{}',
      'vendor/c/go.mod': '',
    },
    commands: {},
  },
];
