import { expect, test } from 'vitest';
import { countShared, significantWords } from '../../src/context/words.ts';

test('the words of a path are cut at case and signs, common words and endings left out', () => {
  expect([...significantWords('src/HttpRetries_v2/the-userFiles.test.ts')]).toEqual(['src', 'http', 'retry']);
  expect([...significantWords('Repositories, statuses and classes; this does not, access to the bus')]).toEqual([
    'repository',
    'statuse',
    'classe',
    'access',
    'bus',
  ]);
});

test('words of other scripts count', () => {
  expect([...significantWords('Größe ändern 変更履歴')]).toEqual(['größe', 'ändern', '変更履歴']);
});

test('shared words are counted once', () => {
  expect(countShared(significantWords('retry retries http'), significantWords('Retry the HTTP call'))).toBe(2);
});
