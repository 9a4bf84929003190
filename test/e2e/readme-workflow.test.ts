import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { type Ended, expectDone, startProgram } from './support/ashlar.ts';
import { makeProject, type Project } from './support/project.ts';
import { approveByHand, implementers } from './support/specs.ts';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

interface Workflow {
  on: string;
  permissions: Record<string, string>;
  jobs: Record<string, { 'runs-on': string; env: Record<string, string>; steps: Step[] }>;
}

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const [, example = ''] =
  /```yaml\n([^`]*\njobs:[^`]*)```/.exec(readFileSync(join(packageRoot, 'README.md'), 'utf8')) ?? [];
const workflow = parse(example) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const commands = steps.filter(({ run }) => run !== undefined);

test('the workflow of the README has what its job needs, and no more rights than to read', () => {
  expect(workflow).toMatchObject({ on: 'pull_request', permissions: { contents: 'read' } });
  expect(Object.values(workflow.jobs).map((job) => Object.keys(job))).toEqual([['runs-on', 'env', 'steps']]);
  expect(steps.map(({ uses, run }) => uses ?? run?.split(' ')[0])).toEqual([
    expect.stringMatching(/^actions\/checkout@v\d+$/),
    expect.stringMatching(/^actions\/setup-node@v\d+$/),
    'npm',
    'npx',
    'for',
    'npx',
  ]);
  expect(steps[0]?.with).toEqual({ 'fetch-depth': 0 });
  expect(commands.filter(({ run }) => /npx(?! --no -- )/.test(run ?? ''))).toEqual([]);
});

test('its steps run as pasted: they pass what is approved and proved, and end with the right code for what is not', {
  timeout: 120_000,
}, async () => {
  const { project, signer } = await makeUpstream();
  const runner = await startRunner(project);
  expectDone(await runner.run(commands.slice(0, 1), ''));
  const judge = (signers = signer) => runner.run(commands.slice(1), signers);

  await runner.checkOut('true');
  expect(await judge()).toMatchObject({ code: 0, stdout: expect.stringContaining('pass: 1 spec') });
  expect(await judge('')).toMatchObject({ code: 6, stdout: expect.stringContaining('ashlar signers') });

  await runner.checkOut("sed -i.old 's/say hello/say anything/' specs/greet/requirements.md; rm specs/greet/*.old");
  expect(await judge()).toMatchObject({ code: 6, stdout: expect.stringContaining('requirements/1') });

  await runner.checkOut("sed -i.old '$d' specs/greet/ledger.jsonl; rm specs/greet/*.old");
  expect(await judge()).toMatchObject({ code: 6, stdout: expect.stringContaining('✗ ledgers') });

  await runner.checkOut('echo bye > greet.txt');
  expect(await judge()).toMatchObject({ code: 7, stdout: expect.stringMatching(/✗ drift .*\n +! greet\.txt/) });

  await runner.checkOut('true', { depth: 1 });
  expect(await judge()).toMatchObject({ code: 2, stderr: expect.stringContaining('origin/main names no commit here') });
});

/** A repository with this program among its development dependencies and a spec that was approved, worked on and merged. */
async function makeUpstream(): Promise<{ project: Project; signer: string }> {
  const project = makeProject({
    '.gitignore': 'node_modules/\n',
    'package.json': '{ "name": "library", "version": "1.0.0", "private": true }\n',
  });
  const archive = packProgram();
  cpSync(archive, join(project.root, basename(archive)));
  const add = ['install', '--save-dev', `./${basename(archive)}`, '--offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', add, { cwd: project.root });
  await approveByHand(project);
  project.useScript(implementers);
  expectDone(await project.ashlar('run', 'greet'));
  project.git('merge', '--quiet', 'ashlar/greet');
  project.git('add', '--all');
  project.git('commit', '--quiet', '--message', 'docs(specs): greet');
  const { stdout } = await project.ashlar('signers', '--json');
  return { project, signer: (JSON.parse(stdout) as { own: string }).own };
}

/** What `npm pack` makes of this checkout, without its dependencies, so that no registry is asked: here no code has to be read. */
function packProgram(): string {
  const folder = temporaryFolder();
  const pack = (cwd: string) => {
    const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
    return join(folder, execFileSync('npm', args, { cwd, encoding: 'utf8' }).trim());
  };
  execFileSync('tar', ['-xzf', pack(packageRoot), '-C', folder]);
  const manifest = join(folder, 'package', 'package.json');
  const { dependencies: _dependencies, ...kept } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<
    string,
    unknown
  >;
  writeFileSync(manifest, JSON.stringify(kept));
  return pack(join(folder, 'package'));
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-workflow-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A machine that checks out pull requests as actions/checkout does, and runs steps as a job does: in bash, until one fails. */
async function startRunner(upstream: Project) {
  const folder = temporaryFolder();
  const [work, checkout] = [join(folder, 'work'), join(folder, 'checkout')];
  const bash = (script: string, cwd: string, env: Record<string, string> = {}) => {
    writeFileSync(join(folder, 'step.sh'), script);
    return startProgram('bash', ['-e', join(folder, 'step.sh')], { cwd, env: { ...upstream.env, ...env } }).ended;
  };
  const checkOut = async (change: string, { depth }: { depth?: number } = {}) => {
    expectDone(
      await bash(`git switch -qC work main\n${change}\ngit commit -qam Change --allow-empty\n${toMerge}`, work),
    );
    const refs = depth === undefined ? '+refs/heads/*:refs/remotes/origin/*' : `--depth=${depth}`;
    const merge = '+refs/pull/1/merge:refs/remotes/pull/1/merge';
    const fetch = `git fetch -q origin ${refs} ${merge}\ngit checkout -qf refs/remotes/pull/1/merge`;
    expectDone(await bash(`rm -rf .git\ngit init -q\ngit remote add origin file://${work}\n${fetch}`, checkout));
  };
  const run = async (list: readonly Step[], signers: string): Promise<Ended> => {
    const [HOME, XDG_STATE_HOME] = [folder, mkdtempSync(join(folder, 'state-'))];
    const set = Object.assign({}, ...Object.values(workflow.jobs).map(({ env }) => env)) as Record<string, string>;
    const job = { ...set, HOME, XDG_STATE_HOME, CI: 'true', GITHUB_BASE_REF: 'main', npm_config_offline: 'true' };
    for (const [at, step] of list.entries()) {
      const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, value.replace(variable, signers)]);
      const ended = await bash(step.run ?? '', checkout, { ...job, ...Object.fromEntries(own) });
      if (ended.code !== 0 || at === list.length - 1) return ended;
    }
    throw new Error('there are no steps');
  };
  expectDone(
    await bash(
      `git clone -q ${upstream.root} work\nmkdir checkout\ngit -C work config user.name Ann\ngit -C work config user.email ann@example.test`,
      folder,
    ),
  );
  await checkOut('true');
  return { checkOut, run };
}

const variable = /\$\{\{ vars\.ASHLAR_SIGNERS \}\}/;
const toMerge = `git switch -q --detach main
git merge -q --no-ff work -m 'Merge work into main'
git update-ref refs/pull/1/merge HEAD
git switch -q main`;
