import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, documents, implementers } from './support/specs.ts';

function putSpec({ write }: Project, folder: string): void {
  for (const [file, text] of Object.entries(documents)) write(`${folder}/${file}`, text);
}

test('status groups the specs of several folders, and counts what is put away', async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'specDir: [specs, docs/specs]\n' });
  for (const folder of [
    'specs/greet',
    'specs/shop/pay',
    'specs/_completed/old',
    'docs/specs/read',
    'docs/specs/.template',
  ]) {
    putSpec(project, folder);
  }
  const { code, stdout } = await project.ashlar('status');
  expect(code).toBe(0);
  const heads = stdout.split('\n').filter((line) => /^\S/.test(line));
  expect(heads).toEqual([
    'specs/',
    'greet',
    'specs/shop/',
    'shop/pay',
    'docs/specs/',
    'read',
    '1 put away; one of them: ashlar status _completed/old',
  ]);
  const { stdout: json } = await project.ashlar('status', '--json');
  expect(JSON.parse(json)).toMatchObject({ schemaVersion: 1, archived: ['_completed/old'] });
  expect((await project.ashlar('status', 'old')).stdout).toContain('_completed/old');
});

test('a name that two folders hold is refused with both', async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'specDir: [specs, docs/specs]\n' });
  putSpec(project, 'specs/greet');
  putSpec(project, 'docs/specs/greet');
  const { code, stderr } = await project.ashlar('run', 'greet');
  expect(code).toBe(3);
  expect(stderr).toMatch(/Two specs are named greet.*docs\/specs\/greet/s);
});

test('what is put away is not run, though it was approved', async () => {
  const project = makeProject();
  await approveByHand(project);
  mkdirSync(join(project.root, 'specs/_completed'));
  renameSync(join(project.root, 'specs/greet'), join(project.root, 'specs/_completed/greet'));
  project.useScript(implementers);
  const { code, stderr } = await project.ashlar('run', 'greet');
  expect(code).toBe(3);
  expect(stderr).toMatch(/_completed\/greet is put away and is not run/);
  expect(project.git('for-each-ref', 'refs/heads/ashlar')).toBe('');
});
