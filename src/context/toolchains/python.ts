import type { ProjectFolder } from '../project-folder.ts';
import { type Found, type Toolchain, whereFile, whereText } from '../toolchain.ts';

const declarations =
  /^(pyproject\.toml|setup\.(py|cfg)|Pipfile|tox\.ini|noxfile\.py|requirements[^/]*\.(txt|in)|requirements\/[^/]+)$/;
const testFile = /(^|\/)(test_[^/]*|[^/]*_test)\.py$/;

export const python: Toolchain = {
  manifest: /^(pyproject\.toml|setup\.(py|cfg)|Pipfile|requirements[^/]*\.txt|uv\.lock|poetry\.lock|pdm\.lock)$/,
  sources: /\.pyi?$/,
  language: () => 'python',
  packageManager: (folder) => managerOf(folder).name,
  commands: {
    setup: [setup],
    test: [
      whereFile(/^(pytest\.ini|\.pytest\.ini|(tests?\/)?conftest\.py)$/, tool('pytest')),
      whereText(declarations, /\bpytest\b/, tool('pytest')),
      whereFile(/^manage\.py$/, (folder) => `${interpreter(folder)} manage.py test`),
      unittest,
      whereFile(/^tests?\/(.*\/)?test_[^/]*\.py$/, tool('pytest')),
      whereText(/^(tox\.ini|tox\.toml|pyproject\.toml)$/, /^\[(tool\.)?tox\b|^env_list/m, tool('tox')),
      whereFile(/^noxfile\.py$/, tool('nox')),
    ],
    lint: [
      whereFile(/^\.?ruff\.toml$/, tool('ruff', 'check .')),
      whereText(/^pyproject\.toml$/, /^\[tool\.ruff\b/m, tool('ruff', 'check .')),
      whereFile(/^\.flake8$/, tool('flake8')),
      whereText(/^(setup\.cfg|tox\.ini)$/, /^\[flake8\]/m, tool('flake8')),
    ],
    typecheck: [
      whereFile(/^\.?mypy\.ini$/, mypy),
      whereText(/^pyproject\.toml$/, /^\[tool\.mypy\]/m, mypy),
      whereText(/^setup\.cfg$/, /^\[mypy\]/m, mypy),
      whereFile(/^pyrightconfig\.json$/, tool('pyright')),
      whereText(/^pyproject\.toml$/, /^\[tool\.pyright\]/m, tool('pyright')),
    ],
  },
};

interface PythonManager {
  name: string;
  /** Absent for pip, which runs nothing. */
  prefix?: string;
  lock: string;
  table?: RegExp;
  setup: string;
}

const managers: readonly PythonManager[] = [
  { name: 'uv', prefix: 'uv run', lock: 'uv.lock', table: /^\[tool\.uv\b/m, setup: 'uv sync' },
  { name: 'poetry', prefix: 'poetry run', lock: 'poetry.lock', table: /^\[tool\.poetry\b/m, setup: 'poetry install' },
  { name: 'pdm', prefix: 'pdm run', lock: 'pdm.lock', table: /^\[tool\.pdm\b/m, setup: 'pdm install' },
  { name: 'pipenv', prefix: 'pipenv run', lock: 'Pipfile', setup: 'pipenv install --dev' },
];

const pip: PythonManager = { name: 'pip', lock: '', setup: '' };

function managerOf(folder: ProjectFolder): PythonManager {
  const text = folder.read('pyproject.toml');
  return managers.find(({ lock }) => folder.has(lock)) ?? managers.find(({ table }) => table?.test(text)) ?? pip;
}

/** Plain `python` is missing from many systems that have Python 3; in a virtual environment both names exist. */
function interpreter(folder: ProjectFolder): string {
  const { prefix } = managerOf(folder);
  return prefix === undefined ? 'python3' : `${prefix} python`;
}

function tool(name: string, args = ''): (folder: ProjectFolder) => string {
  return (folder) => `${managerOf(folder).prefix ?? 'python3 -m'} ${name} ${args}`.trim();
}

function mypy(folder: ProjectFolder): string {
  const namesItsFiles = folder.files.some(
    (file) =>
      /^(\.?mypy\.ini|pyproject\.toml|setup\.cfg)$/.test(file) && /^(files|packages)\s*=/m.test(folder.read(file)),
  );
  return tool('mypy', namesItsFiles ? '' : '.')(folder);
}

/** Tests that are written for unittest, in a project that names no pytest. A folder without `__init__.py` must be named. */
function unittest(folder: ProjectFolder): Found | undefined {
  const files = folder.files.filter((file) => testFile.test(file)).slice(0, 50);
  const uses = (name: string) =>
    files.find((file) => new RegExp(`^\\s*(import|from)\\s+${name}\\b`, 'm').test(folder.read(file)));
  const from = uses('unittest');
  if (from === undefined || uses('pytest') !== undefined) return undefined;
  const [top = ''] = from.includes('/') ? from.split('/') : [];
  const discover = top === '' || folder.has(`${top}/__init__.py`) ? '' : ` discover -s ${top}`;
  return { run: `${interpreter(folder)} -m unittest${/^[\w.-]*$/.test(top) ? discover : ''}`, from };
}

function setup(folder: ProjectFolder): Found | undefined {
  const manager = managerOf(folder);
  if (manager !== pip) return { run: manager.setup, from: folder.has(manager.lock) ? manager.lock : 'pyproject.toml' };
  const lists = folder.files.filter((file) =>
    /^(requirements[^/]*\.txt|requirements\/(dev|test)[^/]*\.txt)$/.test(file),
  );
  const safe = lists.filter((file) => /^[\w./-]+$/.test(file) && !/docs?\b/.test(file));
  const install = 'python3 -m pip install';
  if (safe[0] !== undefined) return { run: `${install} ${safe.map((file) => `-r ${file}`).join(' ')}`, from: safe[0] };
  const text = folder.read('pyproject.toml');
  const extra = /^\[project\.optional-dependencies\][^[]*?^(dev|test|tests)\s*=/m.exec(text)?.[1];
  return whereFile(
    /^(pyproject\.toml|setup\.py)$/,
    `${install} -e ${extra === undefined ? '.' : `'.[${extra}]'`}`,
  )(folder);
}
