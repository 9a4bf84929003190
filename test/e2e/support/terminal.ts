import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { program } from './ashlar.ts';
import type { Project } from './project.ts';

/** Runs the program in a terminal of its own, types one answer at each prompt, and gives everything that was shown. */
export const typeInTerminal = (project: Project, args: string[], answers: string[]) =>
  pressInTerminal(
    project,
    args,
    answers.map((answer) => `${answer}\n`),
  );

/** The same with keys instead of lines. */
export async function pressInTerminal(project: Project, args: string[], answers: string[]): Promise<string> {
  const line = [process.execPath, program, ...args].map((part) => `'${part}'`).join(' ');
  const how = process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', line] : ['-qec', line, '/dev/null'];
  const env = { ...project.env, TERM: 'xterm' };
  const child = spawn('script', how, { cwd: project.root, env, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [shown, answered] = ['', 0];
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    shown += chunk;
    const prompts = shown.split(/\[q\]uit > |should change\? > |\[n\]o > |\[Enter = \d+\] > |deny\r?\n> /).length - 1;
    const answer = answers[answered];
    if (prompts <= answered || answer === undefined) continue;
    answered += 1;
    child.stdin.write(answer);
  }
  return shown;
}
