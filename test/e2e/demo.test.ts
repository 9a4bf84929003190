import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const program = resolve(import.meta.dirname, '../../dist/ashlar.js');

test('the demo walks the whole way with the recording that is shipped, a kill -9 included', {
  timeout: 180_000,
}, () => {
  const home = mkdtempSync(join(tmpdir(), 'ashlar-demo-test-'));
  const folder = join(home, 'shelf');
  try {
    const env = { PATH: process.env.PATH, HOME: home };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'demo', '--folder', folder], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(stderr).not.toMatch(/differs|ashlar: /);
    expect(status).toBe(0);
    expect(stdout).toContain("The model's replies are recorded");
    expect(stdout).toContain('--model anthropic:');
    expect(stdout).toContain('kill -9 in the middle of task 2');
    expect(stdout).toContain('All 2 tasks of holds are done and proved');
    const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, encoding: 'utf8' }).stdout.trim();
    const trailers = git(
      'log',
      '--reverse',
      '--format=%(trailers:key=Task,valueonly,separator=%x2C)',
      'main..ashlar/holds',
    );
    expect(trailers).toBe('1\n2');
    expect(readFileSync(join(folder, 'specs/holds/tasks.md'), 'utf8').match(/^- \[x\]/gm)).toHaveLength(2);
    expect(existsSync(join(folder, 'test/holds.test.js'))).toBe(false);
    expect(git('show', 'ashlar/holds:test/holds.test.js')).toContain('node:test');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
