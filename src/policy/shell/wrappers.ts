/** How a program names another one that it runs. */
export interface Wrapper {
  /** Its first argument, where only that makes it run one: `npm exec`. */
  after?: readonly string[];
  /** Options without a value, or with it attached. An option that is in neither list hides what is run. */
  flags?: RegExp;
  /** Options whose value is the next argument. */
  values?: readonly string[];
  /** Options whose value is a line of shell. */
  scripts?: readonly string[];
  /** Options with which it runs nothing. */
  idle?: RegExp;
  /** Arguments between its options and the program. */
  skip?: number;
  /** What follows is joined and run by a shell. */
  joins?: true;
  /** `NAME=value` may stand before the program. */
  assigns?: true;
}

const packageRunner: Wrapper = {
  flags:
    /^(?:-[yqs]|--(?:yes|no|no-install|quiet|silent|ignore-existing|prefer-offline|offline|bun|recursive)|--\w[\w-]*=.*)$/,
  values: [
    '-p',
    '--package',
    '--prefix',
    '-w',
    '--workspace',
    '--filter',
    '--with',
    '--from',
    '--python',
    '-n',
    '--group',
    '--extra',
  ],
  scripts: ['-c', '--call', '--shell-mode'],
  idle: /^(?:--version|--help|-v|-h)$/,
};

const own = (wrapper: Wrapper, ...after: string[]): Wrapper => ({ ...wrapper, after });

/** Programs that run the one named after them; several ways to do so for some. */
export const wrappers: Readonly<Record<string, readonly Wrapper[]>> = {
  builtin: [{}],
  busybox: [{ idle: /^--/ }],
  toybox: [{ idle: /^--/ }],
  caffeinate: [{ flags: /^-[disum]+$/, values: ['-t', '-w'] }],
  chronic: [{ flags: /^-[ve]+$/ }],
  chroot: [{ flags: /^--\w[\w-]*=/, skip: 1 }],
  chrt: [{ flags: /^-[abfiorRmv]+$/, skip: 1 }],
  command: [{ flags: /^-p$/, idle: /^-[vV]$/ }],
  coproc: [{}],
  'cross-env': [{ assigns: true }],
  'cross-env-shell': [{ assigns: true, joins: true }],
  doas: [{ flags: /^-[nLs]+$/, values: ['-u', '-C'] }],
  dotenv: [{ values: ['-e', '-c', '-v', '-p'] }],
  'env-cmd': [{ values: ['-f', '-e', '-r'] }],
  env: [
    {
      flags: /^(?:-[i0v]+|-|--ignore-environment|--null|--debug|--(?:unset|chdir)=.*)$/,
      values: ['-u', '-C', '--unset', '--chdir'],
      scripts: ['-S', '--split-string'],
      assigns: true,
    },
  ],
  exec: [{ flags: /^-[cl]+$/, values: ['-a'] }],
  flock: [
    { flags: /^(?:-[exsnoFuv]+|--[a-z-]+)$/, values: ['-w', '-E', '--timeout', '--wait'], scripts: ['-c'], skip: 1 },
  ],
  ionice: [{ flags: /^-(?:t|[cn]\d)$/, values: ['-c', '-n'] }],
  ltrace: [{ flags: /^-[fSrtTcCi]+$/, values: ['-e', '-o', '-s', '-n', '-a', '-l', '-x', '-u'] }],
  nice: [{ flags: /^(?:-n?-?\d+|--adjustment=.*)$/, values: ['-n', '--adjustment'] }],
  nohup: [{}],
  parallel: [
    {
      flags: /^(?:-[0kuX]|-j\d*|--(?:null|keep-order|bar|will-cite|ungroup))$/,
      values: ['-j', '--jobs', '-N', '-a'],
      joins: true,
    },
  ],
  prlimit: [{ flags: /^--/ }],
  runuser: [{ flags: /^-[lp]$/, values: ['-u', '-g'], scripts: ['-c'] }],
  script: [{ flags: /^-[aefqt]+$/, scripts: ['-c', '--command', '-qc', '-qec', '-ec'], values: [], skip: 99 }],
  setarch: [{ flags: /^-/, skip: 1 }],
  setsid: [{ flags: /^(?:-[cfw]+|--(?:ctty|fork|wait))$/ }],
  stdbuf: [{ flags: /^(?:-[ioe].+|--\w+=.*)$/, values: ['-i', '-o', '-e'] }],
  strace: [{ flags: /^-[fFqvtTcCyYxirkdDz]+$/, values: ['-e', '-o', '-s', '-a', '-P', '-u', '-E', '-S', '-I', '-O'] }],
  su: [{ flags: /^-[lmp]?$/, scripts: ['-c', '--command'], skip: 99 }],
  sudo: [
    {
      flags: /^(?:-[AbEHiknPSs]+|--[a-z-]+(?:=.*)?)$/,
      values: ['-u', '-g', '-C', '-D', '-h', '-p', '-r', '-t', '-T', '-U', '--user', '--group', '--chdir'],
      idle: /^-[KlvV]$/,
      assigns: true,
    },
  ],
  taskset: [{ flags: /^-[ac]+$/, skip: 1 }],
  time: [{ flags: /^(?:-[pvq]|--(?:portability|verbose|quiet))$/, values: ['-f', '-o', '--format', '--output'] }],
  timeout: [
    {
      flags: /^(?:-[fvp]+|-[ks].+|--(?:foreground|verbose|preserve-status)|--(?:kill-after|signal)=.*)$/,
      values: ['-k', '-s', '--kill-after', '--signal'],
      skip: 1,
    },
  ],
  unbuffer: [{ flags: /^-p$/ }],
  watch: [{ flags: /^(?:-[bcdegtpx]+|-n[\d.]+|--[a-z-]+(?:=.*)?)$/, values: ['-n', '--interval'], joins: true }],
  xargs: [
    {
      flags:
        /^(?:-[0rtxop]+|-[InPLdasE].+|-[ile]\S*|--(?:null|no-run-if-empty|verbose|interactive|exit|open-tty)|--\w[\w-]*=.*)$/,
      values: [
        '-I',
        '-n',
        '-P',
        '-L',
        '-d',
        '-a',
        '-s',
        '-E',
        '--max-args',
        '--max-procs',
        '--delimiter',
        '--arg-file',
      ],
    },
  ],
  npx: [packageRunner],
  bunx: [packageRunner],
  pnpx: [packageRunner],
  uvx: [packageRunner],
  npm: [own(packageRunner, 'exec', 'x')],
  pnpm: [own(packageRunner, 'exec', 'dlx')],
  yarn: [own(packageRunner, 'exec', 'dlx')],
  bun: [own(packageRunner, 'x')],
  uv: [own(packageRunner, 'run')],
  pipx: [own(packageRunner, 'run')],
  poetry: [own(packageRunner, 'run')],
  pdm: [own(packageRunner, 'run')],
  pipenv: [own(packageRunner, 'run')],
  hatch: [own(packageRunner, 'run')],
  rye: [own(packageRunner, 'run')],
  conda: [own({ ...packageRunner, values: ['-n', '-p', '--name', '--prefix'] }, 'run')],
  bundle: [own({}, 'exec')],
  corepack: [own({}, 'npm', 'pnpm', 'yarn')],
  rbenv: [own({}, 'exec')],
  pyenv: [own({}, 'exec')],
  asdf: [own({}, 'exec')],
  volta: [own({}, 'run')],
  nvm: [own({ skip: 1 }, 'exec', 'run')],
  direnv: [own({ skip: 1 }, 'exec')],
  mise: [own({ values: ['-C'], scripts: ['-c', '--command'] }, 'exec', 'x')],
};

export const shells: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'ksh',
  'ash',
  'fish',
  'rbash',
  'mksh',
]);
