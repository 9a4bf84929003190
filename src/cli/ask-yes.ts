/** Asks at the terminal whether something shall be done; only `y` and `yes` are a yes. */
export async function askYes(question: string): Promise<boolean> {
  const { askLine } = await import('./prompt.ts');
  const answer = await askLine(`${question} [y]es · [n]o > `);
  return /^y(?:es)?$/i.test(answer?.trim() ?? '');
}
