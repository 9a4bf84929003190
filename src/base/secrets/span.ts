/** A secret in a text. */
export interface Span {
  start: number;
  end: number;
  kind: string;
}

export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

export function keep(found: Span[], span: Span | undefined): void {
  if (span !== undefined) found.push(span);
}

/** Letters, digits, `_`, `-` and `+`: what secrets are made of, and names. */
export function isRunChar(code: number): boolean {
  return runChars[code] === 1;
}

const runChars = Uint8Array.from({ length: 128 }, (_, code) => (/[\w+-]/.test(String.fromCharCode(code)) ? 1 : 0));
