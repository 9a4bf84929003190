import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject } from './support/project.ts';
import { call, documents, item, session } from './support/specs.ts';

const own = '.ashlar/templates/prompts/draft-requirements.md';

test('an author is told the words of the team once its template is ejected and edited', async () => {
  const project = makeProject();
  expectDone(await project.ashlar('templates', 'eject', 'draft-requirements'));
  project.write(own, `${project.read(own)}- Write as the pirates do.\n`);
  const diff = await project.ashlar('templates', 'diff');
  expect(diff).toMatchObject({ code: 0, stdout: expect.stringContaining('\n+- Write as the pirates do.') });
  project.useScript([
    session('as the pirates do', [call('read', { path: 'README.md' })], documents['requirements.md']),
  ]);
  expectDone(await project.ashlar('new', item, '--name', 'greet'));
  expect(project.read('specs/greet/requirements.md')).toBe(documents['requirements.md']);
});

test('a template that cannot be used ends with 3, and nothing is asked of a model', async () => {
  const project = makeProject({ '.ashlar/templates/prompts/draft-request.md': 'Write something.\n' });
  project.useScript([session('Write something', documents['requirements.md'])]);
  const ended = await project.ashlar('new', item, '--name', 'greet');
  expect(ended).toMatchObject({ code: 3, stdout: '' });
  expect(ended.stderr).toMatch(/draft-request\.md cannot be used: it must name .*{{item}}.*\n {2}→ .*templates diff/);
});

test('list and upgrade speak to programs, a conflict ends with 6, and a wrong name with 2', async () => {
  const project = makeProject({ [own]: 'Ours.\n' });
  for (const args of [['templates'], ['templates', 'list']]) {
    const { templates } = JSON.parse((await project.ashlar(...args, '--json')).stdout);
    expect(templates).toContainEqual({ name: 'draft-requirements', state: 'edited', outdated: true, path: own });
  }
  const upgrade = await project.ashlar('templates', 'upgrade', '--json');
  expect(upgrade).toMatchObject({ code: 6, stderr: '' });
  expect(JSON.parse(upgrade.stdout)).toMatchObject({
    schemaVersion: 1,
    ok: false,
    templates: [{ outcome: 'conflict' }],
  });
  expect(project.read(own)).toBe('Ours.\n');
  expect(await project.ashlar('templates', 'eject', 'nothing')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the templates are: author'),
  });
});
