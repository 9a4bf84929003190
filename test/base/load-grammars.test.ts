import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { loadGrammars } from '../../src/base/load-grammars.ts';

/** What a text is made of, as the outermost nodes say. */
function read(tree: { rootNode: { toString(): string }; delete(): void } | null): string | undefined {
  const shown = tree?.rootNode.toString();
  tree?.delete();
  return shown;
}

test('those who begin to load at the same time read as those who come later, however often', async () => {
  const asked = ['bash', 'python', 'bash', 'go'].map((grammar) => loadGrammars()(grammar));
  const [bash, python, again, go] = await Promise.all(asked);
  const later = await loadGrammars()('bash');
  for (let n = 0; n < 200; n++) {
    const command = `echo ${'"$a" '.repeat(n)}| sort`;
    const shown = read(later(command));
    expect(shown).toContain('pipeline');
    expect([read(bash?.(command) ?? null), read(again?.(command) ?? null)]).toEqual([shown, shown]);
    expect(read(python?.(`x = ${n}`) ?? null)).toContain('assignment');
    expect(read(go?.(`package p${n}`) ?? null)).toContain('package_clause');
  }
});

test('parsers that nobody uses any more are taken away once: each has a memory that is its own', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const loadAndForget = async () => {
    const loaded = await Promise.all(['bash', 'python', 'go'].map((grammar) => loadGrammars()(grammar)));
    for (const parse of loaded) read(parse('a = 1'));
  };
  for (let n = 0; n < 5; n++) {
    await loadAndForget();
    // What goes wrong in a finalizer is thrown where nobody catches it, and fails the run of the tests.
    for (let turn = 0; turn < 3; turn++) {
      collect();
      await setImmediate();
    }
  }
  const parse = await loadGrammars()('bash');
  expect(read(parse('echo a | sort'))).toContain('pipeline');
});
