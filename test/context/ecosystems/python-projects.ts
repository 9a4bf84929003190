import type { Ecosystem } from './ecosystem.ts';

export const pythonProjects: Ecosystem[] = [
  {
    name: 'uv with pytest, ruff and mypy',
    files: {
      'pyproject.toml':
        '[project]\nname = "a"\n[dependency-groups]\ndev = ["pytest>=8"]\n[tool.ruff]\n[tool.mypy]\nfiles = ["src"]\n',
      'uv.lock': '',
      'src/a.py': '',
    },
    language: 'python',
    packageManager: 'uv',
    commands: { setup: 'uv sync', test: 'uv run pytest', lint: 'uv run ruff check .', typecheck: 'uv run mypy' },
  },
  {
    name: 'poetry by its table, with flake8 and pyright',
    files: {
      'pyproject.toml': '[tool.poetry]\nname = "a"\n[tool.pyright]\n',
      'tests/test_a.py': 'def test_a(): pass\n',
      '.flake8': '',
    },
    language: 'python',
    packageManager: 'poetry',
    commands: {
      setup: 'poetry install',
      test: 'poetry run pytest',
      lint: 'poetry run flake8',
      typecheck: 'poetry run pyright',
    },
  },
  {
    name: 'pdm',
    files: { 'pyproject.toml': '[project]\n', 'pdm.lock': '', 'tests/conftest.py': '', 'mypy.ini': '[mypy]\n' },
    language: 'python',
    packageManager: 'pdm',
    commands: { setup: 'pdm install', test: 'pdm run pytest', typecheck: 'pdm run mypy .' },
  },
  {
    name: 'pip with lists of requirements that name pytest',
    files: { 'requirements.txt': 'flask\n', 'requirements-dev.txt': 'pytest==8.0\n', 'app.py': '' },
    language: 'python',
    packageManager: 'pip',
    commands: {
      setup: 'python3 -m pip install -r requirements-dev.txt -r requirements.txt',
      test: 'python3 -m pytest',
    },
  },
  {
    name: 'pip with tests for unittest in a folder that is no package',
    files: { 'setup.py': '', 'tests/test_a.py': 'import unittest\n', 'setup.cfg': '[flake8]\n[mypy]\n' },
    language: 'python',
    packageManager: 'pip',
    commands: {
      setup: 'python3 -m pip install -e .',
      test: 'python3 -m unittest discover -s tests',
      lint: 'python3 -m flake8',
      typecheck: 'python3 -m mypy .',
    },
  },
  {
    name: 'pip with tests for unittest at the root and an extra for tests',
    files: {
      'pyproject.toml': '[project.optional-dependencies]\ntest = ["coverage"]\n',
      'test_a.py': 'from unittest import TestCase\n',
    },
    language: 'python',
    packageManager: 'pip',
    commands: { setup: "python3 -m pip install -e '.[test]'", test: 'python3 -m unittest' },
  },
  {
    name: 'tox where nothing else says how to test',
    files: { 'setup.py': '', 'tox.ini': '[tox]\nenvlist = py312\n[testenv]\ncommands = trial a\n', 'a.py': '' },
    language: 'python',
    packageManager: 'pip',
    commands: { setup: 'python3 -m pip install -e .', test: 'python3 -m tox' },
  },
  {
    name: 'Django',
    files: { 'requirements.txt': 'django\n', 'manage.py': '', 'shop/tests.py': '' },
    language: 'python',
    packageManager: 'pip',
    commands: { setup: 'python3 -m pip install -r requirements.txt', test: 'python3 manage.py test' },
  },
];
