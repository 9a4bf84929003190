import { isRandom, isSecretValue } from './judge-value.ts';
import { matchAt, type Span } from './span.ts';

/** `scheme://user:password@host`, and lines of a .pgpass. */
const address = /:\/\/([^\s/@:"'`<>\\[]*)(?::([^\s/@"'`<>\\]{3,}))?@/y;
const pgpass =
  /(?:^|["\t\n]|\\n)[ ]*[\w.*-]+:(?:\d{2,5}|\*):[^:\s"]+:[^:\s"\d][^:\s"]*:([^:\s"\\]{6,})[ \t]*(?:$|["\\])/gm;

export function findAddresses(text: string, found: Span[]): void {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const [, user = '', password] = matchAt(address, text, at) ?? [];
    if (password !== undefined && !isOpenPassword(password)) {
      const start = at + 4 + user.length;
      found.push({ start, end: start + password.length, kind: 'url-password' });
    } else if (password === undefined && isRandom(user, 20)) {
      found.push({ start: at + 3, end: at + 3 + user.length, kind: 'url-token' });
    }
  }
  if (!/:(?:5\d{3}|6\d{3}|\*):/.test(text)) return;
  for (const line of text.matchAll(pgpass)) {
    const [all, password = ''] = line;
    const start = line.index + all.lastIndexOf(password);
    const span = { start, end: start + password.length, kind: 'password' };
    if (isSecretValue('password', password, { quoted: true, variable: false, next: '' })) found.push(span);
  }
}

function isOpenPassword(password: string): boolean {
  return /^(?:[$%{[*]|pass(?:word|wd)?$|secret$|token$|pwd$|pw$|x+$|\.+$)/i.test(password);
}
