import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectDone } from './support/ashlar.ts';
import { makeProject } from './support/project.ts';

test('trust shows what a folder brings along, and asks again when that changes', async () => {
  const project = makeProject({ 'AGENTS.md': 'Be kind.', '.env': 'KEY=do-not-read-1' });
  project.git('config', 'core.fsmonitor', 'evil\u001b[2K');
  const asked = await project.ashlar('trust');
  expect(asked.code).toBe(6);
  expect(asked.stderr).toContain('steering: AGENTS.md (tells agents what to do)');
  expect(asked.stderr).toContain('.git/config core.fsmonitor = evil\\u{1b}[2K');
  expect(asked.stderr).toContain('environment file: .env (is never read by Ashlar)');
  expect(existsSync(join(project.env.XDG_STATE_HOME ?? '', 'ashlar'))).toBe(false);
  expectDone(await project.ashlar('trust', '--yes'));
  expect((await project.ashlar('trust')).stdout).toContain('is trusted as it is');
  project.write('.mcp.json', '{}');
  const again = await project.ashlar('trust', '--json');
  expect(again.code).toBe(6);
  expect(again.stdout).toContain('new: tool server .mcp.json');
  expect((await project.ashlar('trust', '--list')).stdout).toContain('changed since: new: tool server .mcp.json');
  expectDone(await project.ashlar('trust', '--remove'));
  expect((await project.ashlar('trust', '--list')).stdout).toBe('No folder is trusted.\n');
});

test('a command of a run trusts nothing', async () => {
  const project = makeProject();
  project.env.ASHLAR_COMMAND = '1';
  const { code, stderr } = await project.ashlar('trust', '--yes');
  expect(code, stderr).toBe(8);
  expect((await project.ashlar('trust', '--list')).stdout).toBe('No folder is trusted.\n');
});

test('a configuration that cannot be read keeps nobody from looking at what a folder brings along', async () => {
  const project = makeProject({ '.ashlar/config.yaml': 'model: [' });
  const { stderr } = await project.ashlar('trust');
  expect(stderr).toContain('configuration: .ashlar/config.yaml');
});
