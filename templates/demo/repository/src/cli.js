import { readFileSync, writeFileSync } from 'node:fs';
import { createCatalogue } from './catalogue.js';
import { DeskError } from './errors.js';
import { createLoans } from './loans.js';

const usage = 'usage: cli.js lend|return <isbn> <member> | list';

/** Runs one command on a desk's saved state and returns what to print. */
export function run(args, state, day) {
  const [command, isbn, member] = args;
  const catalogue = createCatalogue(state.books);
  const loans = createLoans(catalogue, state.loans);
  switch (command) {
    case 'lend':
      return `Lent until ${loans.lend(isbn, member, day).due}.`;
    case 'return':
      loans.giveBack(isbn, member);
      return 'Thank you.';
    case 'list':
      return catalogue.list().map((book) => `${book.isbn} ${book.title}: ${loans.available(book.isbn)} left`).join('\n');
    default:
      throw new DeskError('usage', usage);
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const file = process.env.SHELF_FILE ?? 'shelf.json';
  const state = JSON.parse(readFileSync(file, 'utf8'));
  try {
    console.log(run(process.argv.slice(2), state, new Date().toISOString().slice(0, 10)));
    writeFileSync(file, JSON.stringify(state, null, 2));
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
