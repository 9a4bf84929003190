import { isRandom, isSecretValue } from './judge-value.ts';
import type { Name } from './names.ts';
import { matchAt, type Span } from './span.ts';

/** `Authorization: Basic …`, `Bearer …`, `sig=…`. */
const header =
  /(?:\\*["'])?[ \t]*[:=,][ \t]*(?:\\*["'`])?(?:(?:Basic|Bearer|Token|Digest|ApiKey|Bot|Negotiate)[ \t]+)?/iy;
const credentials = /[A-Za-z0-9+/=._~:-]{8,2048}/y;

/** What stands behind the name of a header, behind `Bearer`, and in the signature of an address. */
export function findHeader(text: string, name: Name): Span | undefined {
  if (/^(?:proxy-)?authorization$/i.test(name.text)) return findAuthorization(text, name.end);
  if (/^(?:bearer|basic)$/i.test(name.text)) return findBearer(text, name.end);
  return name.text === 'sig' ? findSignature(text, name.end) : undefined;
}

function findAuthorization(text: string, end: number): Span | undefined {
  const lead = matchAt(header, text, end)?.[0];
  const start = end + (lead?.length ?? 0);
  const value = lead === undefined ? undefined : matchAt(credentials, text, start)?.[0];
  if (lead === undefined || value === undefined) return undefined;
  const isNamed = /[a-z][ \t]+$/i.test(lead);
  const isSecret = isNamed ? /[\d=]|[A-Z].*[a-z]|[a-z].*[A-Z]/.test(value) : isRandom(value, 12);
  return isSecret ? { start, end: start + value.length, kind: 'authorization' } : undefined;
}

function findBearer(text: string, end: number): Span | undefined {
  const start = end + (matchAt(/[ \t]+/y, text, end)?.[0].length ?? 0);
  const value = start === end ? undefined : matchAt(credentials, text, start)?.[0];
  if (value === undefined || !isRandom(value, 16)) return undefined;
  return { start, end: start + value.length, kind: 'authorization' };
}

/** `curl -u user:password`. */
export function findUserOption(text: string, at: number): Span | undefined {
  const [all = '', password = ''] =
    matchAt(/curl [^\n]{0,400}?(?:-u|--user)[ =]["']?[^\s:"']+:([^\s"']{6,})/y, text, at) ?? [];
  const end = at + all.length;
  const isSecret = isSecretValue('password', password, { quoted: true, variable: false, next: '' });
  return isSecret ? { start: end - password.length, end, kind: 'password' } : undefined;
}

function findSignature(text: string, end: number): Span | undefined {
  const value = matchAt(/=[A-Za-z0-9%+/]{30,}(?:%3D|=)*/iy, text, end);
  return value === undefined ? undefined : { start: end + 1, end: end + value[0].length, kind: 'azure-signature' };
}
