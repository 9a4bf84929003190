import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, authors, call, documents, implementers, item, session } from './support/specs.ts';

const path = (file: string) => `specs/greet/${file}`;
const block = (file: keyof typeof documents, from: string, to?: string) => {
  const text = documents[file].slice(documents[file].indexOf(from));
  return (to === undefined ? text : text.slice(0, text.indexOf(to))).trimEnd();
};

const requirement = block('requirements.md', '### Requirement 1').replace('say goodbye', 'say see you');
const task = block('tasks.md', '- [ ] 2.', '- [ ] 3.').replaceAll('goodbye', 'see you');
const reply = `<replace block="requirements/1">
${requirement}
</replace>

<replace block="tasks/2">
${task}
</replace>

<add after="tasks/3">
- [ ] 4. Tell of it
  - _Requirements: 1.3_
  - _Verify: true_
</add>
`;

const changed = {
  'requirements.md': documents['requirements.md'].replace('say goodbye', 'say see you'),
  'design.md': documents['design.md'],
  'tasks.md': `${documents['tasks.md'].replace(block('tasks.md', '- [ ] 2.', '- [ ] 3.'), task)}- [ ] 4. Tell of it\n  - _Requirements: 1.3_\n  - _Verify: true_\n`,
};
const author = (...replies: string[]) =>
  session('A human asks for this change', [call('read', { path: 'README.md' })], ...replies);

async function specWith(...replies: string[]): Promise<Project> {
  const project = makeProject();
  await approveByHand(project);
  project.useScript([author(...replies), ...implementers]);
  return project;
}

const expectFiles = (project: Project, texts: Readonly<Record<string, string>>) => {
  for (const [file, text] of Object.entries(texts)) expect(project.read(path(file))).toBe(text);
};

test('a change is shown with what becomes suspect, kept, applied by a human block by block, and approved so', async () => {
  const project = await specWith(reply);
  const proposed = await project.ashlar('change', 'greet', 'Say see you instead of goodbye');
  expect(proposed.code, proposed.stderr).toBe(6);
  expect(proposed.stdout).toContain('requirements/1 is changed:');
  expect(proposed.stdout).toContain('say [-goodbye-]{+see you+}');
  expect(proposed.stdout).toMatch(/tasks\/4 is added:\n {2}\{\+- \[ \] 4\. Tell of it/);
  expect(proposed.stdout).toMatch(
    /Through it become suspect:\n {2}~ design\/components-and-interfaces: to be rechecked, for 1\.2\nNothing was written\. Next: ashlar change greet --apply\n$/,
  );
  expectFiles(project, documents);

  const applied = await project.ashlar('change', 'greet', '--apply', '--json');
  expectDone(applied);
  const approvals = [
    'ashlar approve greet requirements --block requirements/1',
    'ashlar approve greet design --block design/components-and-interfaces',
    'ashlar approve greet tasks --block tasks/2 --block tasks/4',
  ];
  expect(JSON.parse(applied.stdout)).toMatchObject({ ok: true, status: 'applied', approvals });
  expectFiles(project, changed);
  expect((await project.ashlar('run', 'greet')).code).toBe(6);
  expect((await project.ashlar('change', 'greet', '--apply')).code).toBe(2);
  for (const approval of approvals)
    expectDone(await project.ashlar(...approval.split(' ').slice(1), '--yes', '--no-draft'));
  const status = JSON.parse((await project.ashlar('status', 'greet', '--json')).stdout) as { specs: object[] };
  expect(status.specs[0]).toMatchObject({ next: 'ashlar run greet' });
  expect(status.specs[0]).not.toHaveProperty('suspects');
});

test('a task that is done and a change touches is named as to be verified again, and --yes applies at once', async () => {
  const project = await specWith(reply);
  expectDone(await project.ashlar('run', 'greet'));
  const only = reply.slice(0, reply.indexOf('<replace block="tasks/2">'));
  project.useScript([author(only), ...implementers]);
  project.write('change.txt', 'Say see you instead of goodbye\n');
  const applied = await project.ashlar('change', 'greet', '--from', 'change.txt', '--yes');
  expectDone(applied);
  expect(applied.stdout).toContain('~ tasks/2: to be verified again, for 1.2');
  expect(project.read(path('requirements.md'))).toBe(changed['requirements.md']);
  expect(project.read(path('tasks.md'))).toBe(documents['tasks.md'].replaceAll('- [ ]', '- [x]'));
});

test('an edit that reaches beyond its block, or reuses a number, goes back to the author; nothing is written', async () => {
  const greedy = `<replace block="tasks/2">\n${task}\n- [ ] 9. More\n</replace>`;
  const moved = `<remove block="tasks/2"/>\n<replace block="tasks/3">\n${block('tasks.md', '- [ ] 3.').replace('3.', '2.')}\n</replace>`;
  const project = await specWith(greedy, moved, 'I would rather not.');
  const refused = await project.ashlar('change', 'greet', 'Say see you');
  expect(refused).toMatchObject({ code: 5, stdout: '' });
  expect(refused.stderr).toMatch(
    /gave no change that can be applied: the reply changes no block[\s\S]*→ .*ashlar change greet/,
  );
  const log = (await project.ashlar('log', 'greet', '--json')).stdout;
  expect(log).toContain('tasks/9 would be added by it');
  expect(log).toContain('tasks/3 must begin with its own number');
  expectFiles(project, documents);
});

test('a proposal for a text that was changed since is not applied, and words are needed to have one', async () => {
  const project = await specWith(reply);
  expect((await project.ashlar('change', 'greet')).code).toBe(2);
  expect((await project.ashlar('change', 'greet', '--apply')).code).toBe(2);
  expect((await project.ashlar('change', 'greet', '--from', 'none.txt')).code).toBe(2);
  expect((await project.ashlar('change', 'greet', 'Say see you')).code).toBe(6);
  project.write(path('tasks.md'), `${documents['tasks.md']}\n`);
  const apply = await project.ashlar('change', 'greet', '--apply');
  expect(apply).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('tasks.md was changed after the change was proposed'),
  });
  expect(project.read(path('requirements.md'))).toBe(documents['requirements.md']);
});

test('a change of a spec with one approval is approved by one command, of a small spec and of a quick one', async () => {
  const small = `# Greet\n\n## Requirement 1: Greeting\n\n### Acceptance Criteria\n\n1. WHEN greet.txt is read THE SYSTEM SHALL say hello\n\n## Approach\n\nOne file.\n\n## Tasks\n\n- [ ] 1. Write the greeting\n  - _Requirements: 1.1_\n  - _Verify: grep -qx hello greet.txt_\n`;
  const edits = `<replace block="requirements/1">\n## Requirement 1: Greeting\n\n### Acceptance Criteria\n\n1. WHEN greet.txt is read THE SYSTEM SHALL say hi\n</replace>\n\n<replace block="tasks/1">\n- [ ] 1. Write the greeting\n  - _Requirements: 1.1_\n  - _Verify: grep -qx hi greet.txt_\n</replace>\n`;
  const project = makeProject();
  project.useScript([session('Write `spec.md`', small), ...authors, author(edits)]);
  expectDone(await project.ashlar('new', item, '--name', 'one', '--size', 'S'));
  expectDone(await project.ashlar('approve', 'one', '--yes'));
  await expectOneApproval(project, 'one');

  project.useScript([...authors, author(reply)]);
  expectDone(await project.ashlar('new', item, '--name', 'greet', '--quick'));
  expectDone(await project.ashlar('approve', 'greet', '--yes'));
  await expectOneApproval(project, 'greet');
});

async function expectOneApproval(project: Project, spec: string): Promise<void> {
  const { stdout, stderr } = await project.ashlar('change', spec, 'Say it in another way', '--yes', '--json');
  const { approvals, next } = JSON.parse(stdout) as { approvals: string[]; next: string };
  expect(approvals, stderr).toEqual([
    expect.stringMatching(`^ashlar approve ${spec} --block requirements/1 .*--block tasks/`),
  ]);
  expect(next).toBe(approvals[0]);
  expectDone(await project.ashlar(...next.split(' ').slice(1), '--yes', '--no-draft'));
  const status = await project.ashlar('status', spec, '--json');
  expect(JSON.parse(status.stdout)).toMatchObject({ specs: [{ next: `ashlar run ${spec}` }] });
}
