/** One program call as far as it can be read without running it. */
export interface SimpleCommand {
  /** Words without their quotes. What only the shell knows (`$X`, `$(…)`) stays as it is written. */
  words: string[];
  /** `NAME=value` before the program. */
  assignments: string[];
  /** Targets of `>`, `>>`, `>|`, `&>`, `<>`. */
  written: string[];
  /** Targets of `<`. */
  read: string[];
}

/**
 * The simple commands of a line of shell, in order: between `;`, `&`, `|` and line breaks, in groups, in `$(…)` and
 * backticks. The bodies of here-documents are passed over. This is no shell grammar: aliases, functions, variables and
 * what programs run themselves stay unseen.
 */
export function parseCommands(line: string): SimpleCommand[] {
  const reader = new CommandReader(line);
  return reader.read();
}

type Redirect = 'written' | 'read' | 'here';

class CommandReader {
  readonly #text: string;
  readonly #done: SimpleCommand[] = [];
  #at = 0;
  #current = emptyCommand();
  #word: string | undefined;
  #redirect: Redirect | undefined;
  #hereEnds: string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): SimpleCommand[] {
    while (this.#at < this.#text.length) this.#step();
    this.#endCommand();
    return this.#done;
  }

  #step(): void {
    const char = this.#text.charAt(this.#at++);
    if (this.#substitution(char)) return;
    if (char === '\\') this.#escape();
    else if (char === "'") this.#append(this.#until("'"));
    else if (char === '"') this.#doubleQuoted();
    else if (char === '#' && this.#word === undefined) this.#until('\n', true);
    else if (char === '<' || char === '>') this.#startRedirect(char);
    else if (char === '&' && this.#text[this.#at] === '>') this.#endWord();
    else if (char === '\n') this.#endLine();
    else if (';&|()'.includes(char)) this.#endCommand();
    else if (' \t\r'.includes(char)) this.#endWord();
    else this.#append(char);
  }

  #append(text: string): void {
    this.#word = (this.#word ?? '') + text;
  }

  #escape(): void {
    const char = this.#text.charAt(this.#at++);
    if (char !== '\n') this.#append(char);
  }

  /** Up to `end`, which is passed over unless it is to be kept; up to the end of the text where it does not come. */
  #until(end: string, keep = false): string {
    const found = this.#text.indexOf(end, this.#at);
    const stop = found < 0 ? this.#text.length : found;
    const text = this.#text.slice(this.#at, stop);
    this.#at = keep ? stop : stop + end.length;
    return text;
  }

  #doubleQuoted(): void {
    this.#append('');
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at++);
      if (char === '"') return;
      if (this.#substitution(char)) continue;
      if (char === '\\') this.#escape();
      else this.#append(char);
    }
  }

  /** Whether a command substitution opened here. What stands in it runs as commands of its own. */
  #substitution(char: string): boolean {
    const opens = char === '`' || (char === '$' && this.#text[this.#at] === '(');
    if (!opens) return false;
    const script = char === '`' ? this.#until('`') : this.#parenthesised();
    this.#done.push(...parseCommands(script));
    this.#append(`$(${script})`);
    return true;
  }

  /** The inside of a parenthesis that opens here. Quotes within are not looked at: too much is read rather than too little. */
  #parenthesised(): string {
    const start = ++this.#at;
    for (let depth = 1; this.#at < this.#text.length && depth > 0; this.#at++) {
      if (this.#text[this.#at] === '(') depth++;
      if (this.#text[this.#at] === ')') depth--;
    }
    return this.#text.slice(start, this.#at - 1);
  }

  #startRedirect(char: string): void {
    if (this.#word !== undefined && /^\d+$/.test(this.#word)) this.#word = undefined;
    this.#endWord();
    if (this.#text[this.#at] === '(') return;
    const operator = char + (/^(?:[<>|]+-?|&)/.exec(this.#text.slice(this.#at))?.[0] ?? '');
    this.#at += operator.length - 1;
    if (operator === '<<<' || operator === '<&') this.#redirect = undefined;
    else if (operator.startsWith('<<')) this.#redirect = 'here';
    else this.#redirect = operator === '<' ? 'read' : 'written';
  }

  #endWord(): void {
    const word = this.#word;
    this.#word = undefined;
    if (word === undefined) return;
    const redirect = this.#redirect;
    this.#redirect = undefined;
    if (redirect === 'here') this.#hereEnds.push(word);
    else if (redirect !== undefined) this.#current[redirect].push(word);
    else if (this.#current.words.length === 0 && /^\w+\+?=/.test(word)) this.#current.assignments.push(word);
    else this.#current.words.push(word);
  }

  #endCommand(): void {
    this.#endWord();
    this.#redirect = undefined;
    const { words, assignments, written, read } = this.#current;
    if (words.length + assignments.length + written.length + read.length > 0) this.#done.push(this.#current);
    this.#current = emptyCommand();
  }

  #endLine(): void {
    this.#endCommand();
    for (const end of this.#hereEnds) {
      while (this.#at < this.#text.length && this.#until('\n').trim() !== end);
    }
    this.#hereEnds = [];
  }
}

function emptyCommand(): SimpleCommand {
  return { words: [], assignments: [], written: [], read: [] };
}
