import type { PathRule } from './protected-paths.ts';

/** Places in a repository, by the names of files and folders. `/docs` begins at the root, `.env*` is at any depth. */
export const repositoryZones: readonly PathRule[] = [
  { rule: 'git', patterns: ['.git', '.gitmodules'] },
  { rule: 'policy', patterns: ['/.ashlar'] },
  {
    rule: 'editor',
    patterns: [
      ...['/.kiro', '.vscode', '.idea', '.cursor', '.claude', '.codex', '.gemini', '.amazonq', '.devcontainer', '.zed'],
      ...[
        '.fleet',
        '.windsurf',
        '.continue',
        '.aider*',
        '.roo',
        '.qwen',
        '.opencode',
        '.mcp.json',
        'mcp.json',
        '.npmrc',
      ],
      ...['.yarnrc', '.yarnrc.yml', '.pnpmfile.cjs', '.ripgreprc', 'mise.toml', '.mise.toml', '.gitconfig'],
      ...[
        '.bashrc',
        '.bash_profile',
        '.zshrc',
        '.zprofile',
        '.profile',
        '.pypirc',
        'pip.conf',
        '.netrc',
        '.curlrc',
        '.wgetrc',
      ],
      ...[
        '.sublime-project',
        '*.code-workspace',
        '.exrc',
        '.vimrc',
        '.nvimrc',
        '.dir-locals.el',
        '.gdbinit',
        '.lldbinit',
      ],
    ],
  },
  { rule: 'environment', patterns: ['.env*'], except: ['.env.example', '.env.sample', '.env.template'] },
  {
    rule: 'keys',
    patterns: [
      ...['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', '*.pem', '*.key', '*.p12', '*.pfx', '*.jks', '*.keystore'],
      ...['.netrc', '.git-credentials', '.pgpass', '*.kdbx', '.htpasswd', 'credentials.json', 'service-account*.json'],
    ],
  },
  {
    rule: 'lockfile',
    patterns: [
      ...[
        'package-lock.json',
        'npm-shrinkwrap.json',
        'yarn.lock',
        'pnpm-lock.yaml',
        'bun.lock',
        'bun.lockb',
        'deno.lock',
      ],
      ...[
        'poetry.lock',
        'uv.lock',
        'pdm.lock',
        'pipfile.lock',
        'conda-lock.yml',
        'cargo.lock',
        'go.sum',
        'gemfile.lock',
      ],
      ...[
        'composer.lock',
        'mix.lock',
        'pubspec.lock',
        'packages.lock.json',
        'podfile.lock',
        'package.resolved',
        'flake.lock',
      ],
      ...['gradle.lockfile', 'stack.yaml.lock', 'cabal.project.freeze'],
    ],
  },
  {
    rule: 'ci',
    patterns: [
      ...[
        '/.github/workflows',
        '/.github/actions',
        '.gitlab-ci.yml',
        '/.circleci',
        '/.buildkite',
        '/.woodpecker',
        '.woodpecker.yml',
      ],
      ...[
        '/.forgejo',
        '/.gitea',
        'jenkinsfile',
        'azure-pipelines.yml',
        'bitbucket-pipelines.yml',
        '.travis.yml',
        '.drone.yml',
      ],
      ...['appveyor.yml', '.appveyor.yml', 'cloudbuild.yaml', '/.teamcity', '/.github/dependabot.yml', 'renovate.json'],
    ],
  },
  {
    rule: 'steering',
    patterns: [
      ...[
        'agents.md',
        'claude.md',
        'gemini.md',
        'qwen.md',
        '.cursorrules',
        '.windsurfrules',
        '.clinerules',
        '.roorules',
      ],
      ...['/.github/copilot-instructions.md', 'codeowners', '.gitattributes', '.husky', '.pre-commit-config.yaml'],
      ...['lefthook.yml', 'lefthook.yaml', '.lefthook', '.tool-versions', '.nvmrc', '.node-version', '.python-version'],
      ...['.githooks', '.lintstagedrc*', 'sitecustomize.py', 'usercustomize.py'],
    ],
  },
  { rule: 'deps', patterns: ['node_modules', 'bower_components', 'site-packages'] },
];

/** Places in the home of a user where credentials, keys and histories lie. */
export const homeKeys: readonly string[] = [
  ...[
    '.ssh',
    '.aws',
    '.azure',
    '.gnupg',
    '.kube',
    '.docker',
    '.config/gh',
    '.config/gcloud',
    '.config/hub',
    '.config/op',
  ],
  ...['.netrc', '.npmrc', '.yarnrc', '.pypirc', '.git-credentials', '.config/git/credentials', '.pgpass', '.my.cnf'],
  ...['.claude', '.claude.json', '.codex', '.gemini', '.kiro', '.kiro-cli', '.amazonq', '.cursor', '.config/ashlar'],
  ...[
    '.local/share/ashlar',
    '.local/share/keyrings',
    '.password-store',
    '.mozilla',
    '.config/google-chrome',
    '.thunderbird',
  ],
  ...[
    '.config/chromium',
    '.cargo/credentials*',
    '.gem/credentials',
    '.bundle/config',
    '.m2/settings.xml',
    '.gradle/gradle.properties',
  ],
  ...[
    '.vault-token',
    '.terraform.d',
    '.terraformrc',
    '.boto',
    '.s3cfg',
    '.config/rclone',
    '.config/doctl',
    '.fly',
    '.heroku',
  ],
  ...[
    '.bash_history',
    '.zsh_history',
    '.history',
    '.sh_history',
    '.python_history',
    '.node_repl_history',
    '.psql_history',
  ],
  ...[
    '.mysql_history',
    '.sqlite_history',
    '.rediscli_history',
    '.lesshst',
    '.viminfo',
    '.local/share/fish/fish_history',
  ],
  ...[
    'library/keychains',
    'library/cookies',
    '.config/anthropic',
    '.config/openai',
    '.huggingface',
    '.cache/huggingface/token',
  ],
];

/** Places of the system that hold secrets. */
export const systemKeys: readonly string[] = [
  ...['/etc/shadow*', '/etc/gshadow*', '/etc/sudoers*', '/etc/ssh', '/etc/ssl/private', '/root', '/run/secrets'],
  ...['/var/run/secrets', '/proc/*/environ', '/proc/*/mem', '/proc/*/maps', '/proc/*/task/*/environ', '/proc/kcore'],
  ...['/dev/mem', '/dev/kmem', '/var/run/docker.sock', '/run/docker.sock', '/etc/kubernetes', '/var/lib/docker'],
];

/** Devices that every program may use. */
export const harmlessDevices =
  /^\/(?:dev\/(?:null|zero|full|random|urandom|tty|stdin|stdout|stderr|fd\/\d+)|proc\/self\/fd\/\d+)$/;

export const temporaryFolders: readonly string[] = ['/tmp', '/var/tmp', '/private/tmp', '/dev/shm'];
