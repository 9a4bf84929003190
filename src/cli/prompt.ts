import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { Question } from '../domain/tool.ts';
import { shownText } from './shown-text.ts';
import { Stopped } from './signals.ts';
import { writeLine } from './write-line.ts';

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
      terminal.question(shownText(prompt)).then(resolve, reject);
    });
  } finally {
    terminal.close();
  }
}

/**
 * Waits for one key at the terminal and gives what it sent: several characters for a key such as an arrow, and for text that
 * was pasted. Ctrl-C stops the command; Ctrl-D and the end of input answer undefined.
 */
export async function askKey(prompt: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  const asked = new AbortController();
  const { signal } = asked;
  stdin.setRawMode(true).resume();
  stderr.write(shownText(prompt));
  try {
    const typed = once(stdin, 'data', { signal }).then(([bytes]) => String(bytes));
    const key = await Promise.race([typed, once(stdin, 'end', { signal }).then(() => undefined)]);
    stderr.write(key !== undefined && /^[ -~]$/.test(key) ? `${key}\n` : '\n');
    if (key === '\u0003') throw new Stopped('SIGINT', 'what was accepted by then is noted');
    return key === '\u0004' ? undefined : key;
  } finally {
    asked.abort();
    stdin.setRawMode(false).pause();
  }
}

/** Puts an agent's question to the person and says what was taken for the answer. */
export async function askQuestion(question: Question): Promise<string | undefined> {
  const { text, options, recommended } = question;
  const lines = options.map((option, index) => {
    const mark = option === recommended ? ' (recommended)' : '';
    return `  ${index + 1}. ${option}${mark}\n`;
  });
  const typed = await askLine(`\n? ${text}\n${lines.join('')}${onEnter(question)}> `);
  if (typed === undefined) return undefined;
  const answer = readAnswer(question, typed);
  if (answer !== undefined) writeLine(2, `Answered: ${answer}`);
  return answer;
}

/** A number picks that option, an empty line the recommended one. */
function readAnswer({ options, recommended }: Question, typed: string): string | undefined {
  return options[Number(typed.trim()) - 1] ?? (typed.trim() || recommended);
}

function onEnter({ options, recommended }: Question): string {
  if (recommended === undefined) return '';
  const at = options.indexOf(recommended);
  return `[Enter = ${at < 0 ? recommended : at + 1}] `;
}
