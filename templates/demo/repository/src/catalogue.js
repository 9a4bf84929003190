import { DeskError } from './errors.js';

export function createCatalogue(books) {
  const byIsbn = new Map(books.map((book) => [book.isbn, book]));
  return {
    find(isbn) {
      const book = byIsbn.get(isbn);
      if (book === undefined) throw new DeskError('unknown-book', `There is no book ${isbn}.`);
      return book;
    },
    list() {
      return [...byIsbn.values()];
    },
  };
}
