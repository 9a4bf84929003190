import { expect, test } from 'vitest';
import { rankFiles } from '../../src/context/rank-files.ts';
import { writeRepository } from './temporary-repository.ts';

const files = {
  'examples/choice.py': 'choice = 1\n',
  'src/core.py': 'def run():\n    return parse()\n',
  'src/mime.py': 'def get_mime_type(name):\n    return table[name]\n',
  'src/types.py': 'class Choice:\n    def convert(self, choice):\n        raise UsageError(choice)\n',
  'tests/test_types.py': 'from types import Choice\nChoice().convert("a")\n',
  'src/main.py': 'run()\n',
};

const rank = (request: string) => {
  const { root } = writeRepository(files);
  return rankFiles(root, Object.keys(files).sort(), request);
};

test('a file is found by what stands in it, and goes before examples and tests that name it', () => {
  expect(rank('Suggest the nearest Choice when one is mistyped').slice(0, 3)).toEqual([
    'src/types.py',
    'examples/choice.py',
    'tests/test_types.py',
  ]);
});

test('the name of a function finds the file that defines it', () => {
  expect(rank('get_mime_type gives the wrong answer')[0]).toBe('src/mime.py');
});

test('where nothing is shared, entry points go first and tests and examples last', () => {
  expect(rank('…')).toEqual([
    'src/main.py',
    'src/core.py',
    'src/mime.py',
    'src/types.py',
    'examples/choice.py',
    'tests/test_types.py',
  ]);
});
