/** What the desk refuses; `code` is for programs, `message` for people. */
export class DeskError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'DeskError';
    this.code = code;
  }
}
