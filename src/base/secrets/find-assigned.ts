import { isSecretValue, type NameSays, readSecretName } from './judge-value.ts';
import type { Name } from './names.ts';
import { matchAt, type Span } from './span.ts';

/** What is assigned to a name that tells of a secret. */
export function findAssigned(text: string, name: Name): Span | undefined {
  return findSet(text, name) ?? findDockerAuth(text, name) ?? findSpaced(text, name);
}

function findSet(text: string, { text: name, start: nameStart, end }: Name): Span | undefined {
  const lead = matchAt(toValue, text, end);
  const says = lead === undefined ? undefined : readSecretName(name);
  if (lead === undefined || says === undefined) return undefined;
  const start = end + lead[0].length;
  const quoted = lead[2] !== undefined;
  const variable = /^[A-Z][A-Z0-9_]*$/.test(name) && lead[0].startsWith('=') && isSetting(text, nameStart);
  const value = matchAt(quoted || variable ? quotedValue : plainValue, text, start)?.[0];
  if (value === undefined) return undefined;
  const next = lead[0] === '=' ? '' : text.charAt(start + value.length);
  if (!isSecretValue(says, value, { quoted, variable, next })) return undefined;
  return { start, end: start + value.length, kind: secretKind(name, says) };
}

/** How it is told what was there. */
export function secretKind(name: string, says: NameSays): string {
  if (/aws/i.test(name) || /^secret_?access_?key$/i.test(name)) return says === 'token' ? 'aws-token' : 'aws-secret';
  return /AccountKey|SharedAccessKey/.test(name) ? 'azure-key' : says;
}

/** Where a variable is set in a file of such lines, before a command, or in a list. */
function isSetting(text: string, at: number): boolean {
  return at === 0 || /[\s"'`;+>]|\d:/.test(text.slice(at - 1, at)) || /\\[nrt]$/.test(text.slice(at - 2, at));
}

/** `"auth": "…"`: Base64 of `user:password`. */
function findDockerAuth(text: string, { text: name, end }: Name): Span | undefined {
  const lead = /^_?auth$/.test(name) ? matchAt(toValue, text, end) : undefined;
  const start = end + (lead?.[0].length ?? 0);
  const value = lead === undefined ? '' : (matchAt(/[A-Za-z0-9+/]{8,}={0,2}/y, text, start)?.[0] ?? '');
  const isLogin = /^[\x20-\x7e]+:[\x20-\x7e]+$/.test(Buffer.from(value, 'base64').toString('latin1'));
  return isLogin ? { start, end: start + value.length, kind: 'basic-auth' } : undefined;
}

/** `--password x`, `password x` on a line of a .netrc, `PASSWORD 'x'`. */
function findSpaced(text: string, name: Name): Span | undefined {
  const says = readSecretName(name.text.replace(/^-+/, ''));
  const lead = says === undefined ? undefined : matchAt(/[ \t]+(["'])?/y, text, name.end);
  if (says === undefined || lead === undefined) return undefined;
  const login = name.text === 'password' ? loginBefore(text, name.start) : undefined;
  const isQuoted = lead[1] !== undefined && says === 'password';
  if (!name.text.startsWith('--') && login === undefined && !isQuoted) return undefined;
  const start = name.end + lead[0].length;
  const value = matchAt(quotedValue, text, start)?.[0];
  const context = { quoted: true, variable: login === 'machine', next: '' };
  if (value === undefined || !isSecretValue(says, value, context)) return undefined;
  return { start, end: start + value.length, kind: secretKind(name.text, says) };
}

/** Whether the word stands where it does in a .netrc: behind a login, or alone on its line. */
function loginBefore(text: string, at: number): 'machine' | 'line' | undefined {
  const before = text.slice(Math.max(0, at - 300), at);
  if (/(?:\b|\\n)(?:machine|default)\b[^\n]*\blogin\s+\S+\s+$/.test(before)) return 'machine';
  return /(?:^|\n)[ \t]*(?:\d+\t)?$/.test(before) ? 'line' : undefined;
}

/** From a name to its value: `"name": "`, `name = `, `name => '`, `<name>`, and with a space where the name is an option. */
const toValue = /(\\*["'`])?\]?[ \t]{0,8}(?::=|=>|->|[:=](?!=)|>)[ \t]{0,8}(\\*["'`])?/y;
const quotedValue = /[^\s"'`\\<]{6,1024}/y;
const plainValue = /[^\s"'`\\,;<>(){}[\]&|]{6,1024}/y;
