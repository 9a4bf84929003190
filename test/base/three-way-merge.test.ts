import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeThreeWay } from '../../src/base/three-way-merge.ts';

const base = 'one\ntwo\nthree\nfour\nfive\nsix\n';
const merge = (mine: string, theirs: string) => mergeThreeWay({ base, mine, theirs });

test('changes in different places are both in the merge', () => {
  const mine = base.replace('two\n', '2\n');
  const theirs = base.replace('five\n', '5\n5.5\n');
  expect(merge(mine, theirs)).toEqual({ text: 'one\n2\nthree\nfour\n5\n5.5\nsix\n', conflicts: 0 });
});

test('lines that one side took out and lines that the other added both count', () => {
  const mine = base.replace('one\n', '');
  const theirs = `${base}seven\n`;
  expect(merge(mine, theirs)).toEqual({ text: 'two\nthree\nfour\nfive\nsix\nseven\n', conflicts: 0 });
});

test('the same change on both sides is made once', () => {
  const both = base.replace('three\n', '3\n');
  expect(merge(both, both.replace('six', '6'))).toEqual({ text: both.replace('six', '6'), conflicts: 0 });
});

test('changes of the same lines are a conflict that shows both, and what lies around it is merged', () => {
  const mine = base.replace('two\n', 'mine\n').replace('six', '6');
  const theirs = base.replace('two\n', 'theirs\n');
  const { text, conflicts } = merge(mine, theirs);
  expect(conflicts).toBe(1);
  expect(text).toBe('one\n<<<<<<< mine\nmine\n=======\ntheirs\n>>>>>>> theirs\nthree\nfour\nfive\n6\n');
});

test('changes that touch each other, and two insertions at one place, are conflicts', () => {
  expect(merge(base.replace('two', '2'), base.replace('three', '3')).conflicts).toBe(1);
  expect(merge(base.replace('two\n', 'two\nA\n'), base.replace('two\n', 'two\nB\n')).conflicts).toBe(1);
  expect(merge(base.replace('two\n', ''), base.replace('two\n', '2\n')).conflicts).toBe(1);
});

test('an empty line is another change than no line', () => {
  const [mine, theirs] = ['\nb', 'b'];
  expect(mergeThreeWay({ base: 'a\nb', mine, theirs }).conflicts).toBe(1);
  expect(mergeThreeWay({ base: 'a\nb', mine: theirs, theirs: mine }).conflicts).toBe(1);
});

const someText = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

test('where only one side changed, the merge is that side; the sides may be exchanged', () => {
  fc.assert(
    fc.property(someText, someText, someText, (from, mine, theirs) => {
      expect(mergeThreeWay({ base: from, mine, theirs: from })).toEqual({ text: mine, conflicts: 0 });
      expect(mergeThreeWay({ base: from, mine: from, theirs })).toEqual({ text: theirs, conflicts: 0 });
      expect(mergeThreeWay({ base: from, mine, theirs: mine })).toEqual({ text: mine, conflicts: 0 });
      const [there, back] = [
        mergeThreeWay({ base: from, mine, theirs }),
        mergeThreeWay({ base: from, mine: theirs, theirs: mine }),
      ];
      expect(there.conflicts).toBe(back.conflicts);
      if (there.conflicts === 0) expect(there.text).toBe(back.text);
    }),
  );
});
