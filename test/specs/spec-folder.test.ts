import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AshlarError } from '../../src/base/errors.ts';
import { appendFact } from '../../src/specs/append-fact.ts';
import { findSpecRoots, readSpec } from '../../src/specs/spec-folder.ts';
import { type SpecYaml, writeSpecYaml } from '../../src/specs/spec-yaml.ts';
import { makeSigner, standingOf } from '../support/signing.ts';
import { fixturePath } from './fixtures.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'specs-'));
});
afterEach(() => rmSync(root, { recursive: true }));
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(root, name), content);

const ann = makeSigner();
const standing = standingOf([ann]);
const read = (folder: string) => readSpec(folder, standing);

const yaml: SpecYaml = {
  slug: '0123',
  title: 'Lock: "one" writer',
  kind: 'feature',
  size: 'M',
  item: 'As an operator\n\nI want one writer.  \n',
  createdAt: '2026-03-01T09:30:00Z',
};

function errorOf(run: () => unknown): AshlarError {
  try {
    run();
  } catch (error) {
    if (error instanceof AshlarError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('findSpecRoots', () => {
  test('takes the configured folder, else that of Kiro where there is one, else specs', () => {
    expect(findSpecRoots(root)).toEqual([join(root, 'specs')]);
    mkdirSync(join(root, '.kiro', 'specs'), { recursive: true });
    expect(findSpecRoots(root)).toEqual([join(root, '.kiro', 'specs')]);
    expect(findSpecRoots(root, 'docs/specs')).toEqual([join(root, 'docs', 'specs')]);
    expect(findSpecRoots(root, ['a/specs', 'b', './b'])).toEqual([join(root, 'a', 'specs'), join(root, 'b')]);
    expect(findSpecRoots(root, '/elsewhere')).toEqual(['/elsewhere']);
  });
});

describe('readSpec', () => {
  test('reads the three files of a folder that Kiro made', () => {
    const spec = read(fixturePath('waves-2026'));
    expect([spec.requirements?.kind, spec.design?.kind, spec.tasks?.kind]).toEqual(['requirements', 'design', 'tasks']);
    expect(spec.tasks?.tasks).toHaveLength(8);
    expect(spec).toMatchObject({ folder: fixturePath('waves-2026'), ledger: [], problems: [] });
    expect(spec).not.toHaveProperty('yaml');
  });

  test('reads bugfix.md in the place of requirements.md, and leaves out what is not there', () => {
    const spec = read(fixturePath('bugfix'));
    expect(spec.requirements).toMatchObject({ kind: 'bugfix', file: 'bugfix.md' });
    expect(spec).not.toHaveProperty('design');
    expect(read(join(root, 'nowhere'))).toEqual({
      folder: join(root, 'nowhere'),
      kiro: {},
      size: 'M',
      workflow: 'requirements-first',
      quick: false,
      ledger: [],
      strange: [],
      lost: [],
      problems: [],
    });
  });

  test('reads a file byte for byte, with its byte order mark', () => {
    expect(read(fixturePath('windows')).tasks?.text.charCodeAt(0)).toBe(0xfeff);
  });

  test('reads spec.yaml and the ledger, and gathers all problems', () => {
    writeSpecYaml(root, { ...yaml, base: 'abc123', branch: 'spec/lock' });
    write('tasks.md', '# Plan\n');
    const how = { at: 't', by: 'ann', signer: ann, standing };
    appendFact(join(root, 'ledger.jsonl'), { type: 'rejected', stage: 'tasks', comment: 'x' }, how);
    const spec = read(root);
    expect(spec.yaml).toEqual({ ...yaml, base: 'abc123', branch: 'spec/lock' });
    expect(spec.ledger).toHaveLength(1);
    expect(spec.problems.map(({ code }) => code)).toEqual(['task-missing']);
    write('ledger.jsonl', '{"torn');
    expect(read(root).problems.map(({ code, file }) => `${code} ${file}`)).toEqual([
      'task-missing tasks.md',
      'ledger-cut ledger.jsonl',
    ]);
  });

  test('with both requirements.md and bugfix.md reads the one that the kind names, and says so', () => {
    write('requirements.md', '### Requirement 1\n#### Acceptance Criteria\n1. a\n');
    write('bugfix.md', '### Expected Behavior\n2.1 a\n');
    expect(read(root).requirements?.kind).toBe('requirements');
    writeSpecYaml(root, { ...yaml, kind: 'bugfix' });
    const spec = read(root);
    expect(spec.requirements?.kind).toBe('bugfix');
    expect(spec.problems).toMatchObject([{ code: 'requirements-twice', file: 'bugfix.md' }]);
  });

  test('refuses a file that is no UTF-8, with its path', () => {
    write('design.md', Buffer.from([0xff, 0xfe, 0x23, 0x00]));
    expect(errorOf(() => read(root))).toMatchObject({
      kind: 'invalid',
      what: `${join(root, 'design.md')} cannot be read`,
      why: 'it is not UTF-8',
    });
  });

  test('refuses a file that cannot be read, with its path', () => {
    mkdirSync(join(root, 'tasks.md'));
    expect(errorOf(() => read(root))).toMatchObject({
      kind: 'failed',
      what: `${join(root, 'tasks.md')} cannot be read`,
    });
  });

  test.each([
    ['title: x\n', /slug: /],
    ['slug: [\n', /.+/],
    ['', /the file: /],
    ['slug: a\ntitle: b\nkind: epic\n', /kind: /],
  ])('refuses the spec.yaml %j, with its path', (text, why) => {
    write('spec.yaml', text);
    const error = errorOf(() => read(root));
    expect(error).toMatchObject({ kind: 'invalid', what: `${join(root, 'spec.yaml')} cannot be read` });
    expect(error.why).toMatch(why);
  });
});

test('what was written to spec.yaml is read back the same', () => {
  writeSpecYaml(root, yaml);
  expect(read(root).yaml).toEqual(yaml);
});
