import { expect, test } from 'vitest';
import type { LintFinding } from '../../../src/specs/lint/finding.ts';
import { toSarif } from '../../../src/specs/lint/sarif.ts';
import { lint, requirementsOf } from './lint-documents.ts';

interface Log {
  version: string;
  runs: {
    tool: { driver: { rules: { id: string; help: { text: string }; shortDescription: { text: string } }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: Record<string, number> } }[];
      partialFingerprints: Record<string, string>;
      fixes?: { artifactChanges: { replacements: object[] }[] }[];
    }[];
  }[];
}

const sarif = (findings: LintFinding[], path = 'specs/lend') => toSarif([{ path, findings }], '1.2.3') as Log;
const criteria = ['The reader gets a slip', 'THE SYSTEM SHALL show an appropriate message', 'THE SYSTEM SHALL lend'];
const doubled = requirementsOf(...criteria).replace('3. THE', '2. THE');

test('every result names a rule with help, a level, and a region from its start to its end', () => {
  const { version, runs } = sarif(lint({ requirements: doubled }));
  const { rules } = runs[0]?.tool.driver ?? { rules: [] };
  const results = runs[0]?.results ?? [];
  expect(version).toBe('2.1.0');
  expect(results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
    'duty-missing error',
    'vague-word note',
    'criterion-id-doubled error',
  ]);
  for (const { ruleId, ruleIndex } of results) {
    expect(rules[ruleIndex]).toMatchObject({ id: ruleId, help: { text: expect.stringMatching(/\w{4}/) } });
  }
  expect(results[1]?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'specs/lend/requirements.md', uriBaseId: '%SRCROOT%' },
    region: {
      startLine: 9,
      startColumn: 29,
      endLine: 9,
      endColumn: 40,
      charOffset: doubled.indexOf('appropriate'),
      charLength: 11,
    },
  });
  expect(results[2]?.fixes?.[0]?.artifactChanges[0]?.replacements).toEqual([
    {
      deletedRegion: { charOffset: doubled.indexOf('2. THE SYSTEM SHALL lend'), charLength: 1 },
      insertedContent: { text: '3' },
    },
  ]);
});

test('a fingerprint stays when lines move, differs between findings, and counts what is said twice', () => {
  const prints = (text: string) =>
    sarif(lint({ requirements: text })).runs[0]?.results.map(
      ({ partialFingerprints }) => Object.values(partialFingerprints)[0],
    );
  const before = prints(doubled);
  const moved = doubled.replace('## Introduction', '## Introduction\n\nWords.\n\nMore words.');
  expect(prints(moved)).toEqual(before);
  expect(new Set(before).size).toBe(before?.length);
  const twice = prints(requirementsOf('The reader gets a slip').replace('slip', 'slip\n1. The reader gets a slip'));
  expect(new Set(twice).size).toBe(twice?.length);
});

test('names of folders are written as a URI', () => {
  const { runs } = sarif(lint({ requirements: doubled }), 'specs/größe 1');
  expect(runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
    'specs/gr%C3%B6%C3%9Fe%201/requirements.md',
  );
});
