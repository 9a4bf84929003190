import { addDays } from './dates.js';
import { DeskError } from './errors.js';

const LOAN_DAYS = 21;

/** Lending and returning. State is a plain array of loans, so that it can be saved as JSON. */
export function createLoans(catalogue, loans = []) {
  const out = (isbn) => loans.filter((loan) => loan.isbn === isbn);

  return {
    available(isbn) {
      return catalogue.find(isbn).copies - out(isbn).length;
    },

    lend(isbn, member, day) {
      if (out(isbn).some((loan) => loan.member === member)) {
        throw new DeskError('already-lent', `${member} has this book already.`);
      }
      if (this.available(isbn) < 1) {
        throw new DeskError('none-left', `Every copy of ${isbn} is out.`);
      }
      const loan = { isbn, member, due: addDays(day, LOAN_DAYS) };
      loans.push(loan);
      return loan;
    },

    giveBack(isbn, member) {
      const index = loans.findIndex((loan) => loan.isbn === isbn && loan.member === member);
      if (index < 0) throw new DeskError('not-lent', `${member} does not have ${isbn}.`);
      return loans.splice(index, 1)[0];
    },

    all() {
      return [...loans];
    },
  };
}
