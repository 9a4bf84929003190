import { createInterface } from 'node:readline/promises';
import type { Question } from '../domain/tool.ts';
import { showControls } from './show-controls.ts';
import { Stopped } from './signals.ts';

/** Asks one line at the terminal. Ctrl-C stops the command; end of input answers undefined. */
export async function askLine(prompt: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      terminal.once('close', () => resolve(undefined));
      terminal.once('SIGINT', () => {
        process.stderr.write('\n');
        reject(new Stopped('SIGINT', 'ashlar status says where things stand and what to type next'));
      });
      terminal.question(showControls(prompt)).then(resolve, reject);
    });
  } finally {
    terminal.close();
  }
}

/** Puts an agent's question to the person; a number picks that option, an empty line the recommended one. */
export async function askQuestion(question: Question): Promise<string | undefined> {
  const lines = question.options.map((option, index) => {
    const mark = option === question.recommended ? ' (recommended)' : '';
    return `  ${index + 1}. ${option}${mark}\n`;
  });
  const answer = await askLine(`\n? ${question.text}\n${lines.join('')}> `);
  if (answer === undefined) return undefined;
  const picked = question.options[Number(answer.trim()) - 1];
  return picked ?? (answer.trim() || question.recommended);
}
