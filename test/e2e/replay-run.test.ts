import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { makeProject } from './support/project.ts';
import { approveByHand, finish, implementer, implementers, write } from './support/specs.ts';

test('replay says that a run comes out the same, up to a step how it stood there, and where a change makes it differ', {
  timeout: 120_000,
}, async () => {
  const project = makeProject();

  await approveByHand(project);
  const [, ...others] = implementers;
  const wrong = [write('greet.txt', 'good day\n'), finish('It says hello.')];
  project.useScript([implementer('1', wrong, [write('greet.txt', 'hello\n'), finish('Now it does.')]), ...others]);
  expect((await project.ashlar('run', 'greet')).code).toBe(0);
  const tree = project.git('rev-parse', 'ashlar/greet^{tree}');
  project.env.ASHLAR_MODEL = 'replay:no-such-file.jsonl';

  const same = await project.ashlar('replay', 'greet');
  expect(same).toMatchObject({ code: 0, stderr: '' });
  expect(same.stdout).toMatch(
    /^run_\w+ of greet: all \d+ events gone through, 0 differences\n {2}then: done; task 1 finished/,
  );

  const { runs } = JSON.parse((await project.ashlar('log', 'greet', '--json')).stdout) as {
    runs: { events: { seq: number; event: { type: string } }[] }[];
  };
  const red = runs[0]?.events.find(({ event }) => event.type === 'checks_finished')?.seq;
  expect((await project.ashlar('replay', '--to', String(red))).stdout).toContain(
    'then: active; task 1 red (after 1 round of checks), 1 model call',
  );
  expect((await project.ashlar('replay', '--to', '0')).code).toBe(2);

  project.write('.ashlar/templates/prompts/checks-failed.md', 'Round {{round}} of {{rounds}} was red: {{checks}}\n');
  const differs = await project.ashlar('replay', 'greet');
  expect(differs.code).toBe(7);
  expect(differs.stdout).toMatch(
    /, 1 difference\n[\s\S]*! step \d+, other words\n {2}recorded: [\s\S]*\n {2}today: {4}[\s\S]*Round 1 of 3 was red/,
  );
  const json = await project.ashlar('replay', 'greet', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    exitCode: 7,
    differences: [{ kind: 'words', recorded: { type: 'session_fed' }, today: { cause: 'checks_failed' } }],
  });
  expect(project.git('rev-parse', 'ashlar/greet^{tree}')).toBe(tree);
});

test('replay asks no model and starts no program', { timeout: 120_000 }, async () => {
  const project = makeProject();
  await approveByHand(project);
  project.useScript(implementers);
  expect((await project.ashlar('run', 'greet')).code).toBe(0);
  execFileSync('mkdir', ['bin'], { cwd: project.home });
  project.env.PATH = `${project.home}/bin`;
  project.env.ASHLAR_MODEL = 'anthropic:claude-sonnet-5-5';
  expect(await project.ashlar('replay')).toMatchObject({ code: 0, stderr: '' });
});
