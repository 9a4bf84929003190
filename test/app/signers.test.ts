import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSpec, stageState } from '../../src/app/open-spec.ts';
import { showStatus } from '../../src/app/show-status.ts';
import { addSigner, askSigner, listSigners, removeSigner } from '../../src/app/signers.ts';
import { approve, openWire, writeSpec } from '../support/scripted-run.ts';
import { makeRepository, type TemporaryRepository } from '../support/temporary-repository.ts';

/** The same repository on the machine of somebody else. */
const elsewhere = (repository: TemporaryRepository, name = 'bob') => {
  const home = join(repository.home, name);
  mkdirSync(home, { recursive: true });
  return openWire(
    { ...repository, home },
    { env: { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: `${name}@example.test` } },
  );
};

async function approvedElsewhere() {
  const repository = makeRepository();
  writeSpec(repository, 'lend');
  const bob = elsewhere(repository);
  await approve(bob, 'lend', ['requirements']);
  return { repository, wire: openWire(repository), fingerprint: listSigners(bob).own ?? '' };
}

test('before the first decision there is no key, and looking makes nothing', () => {
  const wire = openWire(makeRepository());
  expect(listSigners(wire)).toEqual({ trusted: [], unknown: [] });
  expect(listSigners(wire)).not.toHaveProperty('own');
});

test('what somebody unknown signed is named and does not count, until a person says that it does, and no longer than that', async () => {
  const { wire, fingerprint } = await approvedElsewhere();
  const says = expect.stringMatching(/^bob <bob@example\.test> approved requirements at 20/) as string;
  expect(stageState(openSpec('lend', wire), 'requirements')).toBe('drafted');
  expect(listSigners(wire).unknown).toEqual([
    { fingerprint, names: ['bob <bob@example.test>'], lines: [{ spec: 'lend', line: 1, says }] },
  ]);
  const [status] = await showStatus('lend', wire);
  expect(status?.notes).toEqual([
    expect.stringMatching(
      /^ledger\.jsonl: line 1: bob .* approved requirements.*nobody trusts here.*ashlar signers add SHA256:/,
    ),
  ]);
  expect(status?.notes?.[0]).toContain(fingerprint);

  const { name } = askSigner({ fingerprint }, wire);
  expect(addSigner({ fingerprint, name }, wire)).toMatchObject({
    added: true,
    signer: { name: 'bob <bob@example.test>', since: expect.stringMatching(/^20.*Z$/) },
  });
  expect(addSigner({ fingerprint, name: 'Another' }, wire)).toMatchObject({ added: false, signer: { name } });
  expect(stageState(openSpec('lend', wire), 'requirements')).toBe('approved');
  expect(listSigners(wire)).toMatchObject({ trusted: [{ fingerprint }], unknown: [] });

  await approve(wire, 'lend', ['design']);
  removeSigner(fingerprint, wire);
  expect(stageState(openSpec('lend', wire), 'requirements')).toBe('drafted');
  expect(stageState(openSpec('lend', wire), 'design')).toBe('approved');
  expect(listSigners(wire)).toMatchObject({ trusted: [], unknown: [{ fingerprint }] });
});

test('nothing in a repository makes a signer count', async () => {
  const { repository, wire, fingerprint } = await approvedElsewhere();
  const trust = `signers:\n  - { fingerprint: "${fingerprint}", name: Bob, since: 2026-03-01T09:30:00Z }\n`;
  for (const path of ['trust.yaml', '.ashlar/trust.yaml', '.ashlar/state/trust.yaml', 'specs/lend/trust.yaml'])
    repository.write(path, trust);
  expect(stageState(openSpec('lend', wire), 'requirements')).toBe('drafted');
  expect(listSigners(wire).trusted).toEqual([]);
});

test('a fingerprint that is none, the own one, and one that is not trusted are refused', async () => {
  const { wire, fingerprint } = await approvedElsewhere();
  for (const wrong of ['', 'bob', fingerprint.slice(0, -1)]) {
    expect(() => askSigner({ fingerprint: wrong }, wire)).toThrow('is no fingerprint of a key');
    expect(() => addSigner({ fingerprint: wrong, name: 'x' }, wire)).toThrow('is no fingerprint of a key');
    expect(() => removeSigner(wrong, wire)).toThrow('is no fingerprint of a key');
  }
  expect(() => removeSigner(fingerprint, wire)).toThrow('is no trusted signer');
  await approve(wire, 'lend', ['requirements']);
  expect(() => askSigner({ fingerprint: listSigners(wire).own ?? '' }, wire)).toThrow('which counts always');
});

test.each([
  ['signers: [', /trust\.yaml cannot be used/],
  ['signers:\n  - { fingerprint: SHA256:short, name: Bob, since: now }', /signers\.0\.fingerprint/],
  ['signer: []', /trust\.yaml cannot be used/],
])('a trust.yaml that is wrong is not believed in part: %j', (text, wanted) => {
  const repository = makeRepository();
  const folder = join(repository.home, '.local/state/ashlar');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'trust.yaml'), text);
  expect(() => listSigners(openWire(repository))).toThrow(wanted);
});
