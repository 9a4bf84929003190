import { escapePattern, type Span } from './span.ts';

/** A value that must not be seen, with the name under which it is told. */
export interface OwnSecret {
  name: string;
  value: string;
}

/** The values of the credential variables of an environment; of one with several lines each line that tells something. */
export function ownSecrets(env: Readonly<Record<string, string | undefined>>): OwnSecret[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (!credentialName.test(name) || harmlessName.test(name)) return [];
    return value
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(isTelling)
      .map((line) => ({ name, value: line }));
  });
}

/**
 * The forms in which such a value comes along: itself, as it stands in an address and in JSON, in hexadecimal, and in
 * Base64, also where it is only a part of what was encoded (`user:password`).
 */
export function formsOf(value: string): string[] {
  const inAddress = encodeURIComponent(value);
  const lower = inAddress.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase());
  const hex = Buffer.from(value).toString('hex');
  const forms = new Set([value, inAddress, lower, JSON.stringify(value).slice(1, -1), hex, hex.toUpperCase()]);
  for (const lead of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(lead), Buffer.from(value)])
      .toString('base64')
      .replace(/=+$/, '');
    const own = encoded.slice(lead === 0 ? 0 : lead + 1, (lead + Buffer.byteLength(value)) % 3 === 0 ? undefined : -1);
    if (own.length >= 12) for (const form of [own, own.replaceAll('+', '-').replaceAll('/', '_')]) forms.add(form);
  }
  return [...forms];
}

const credentialName =
  /(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|PAT|CREDENTIALS?|AUTH|AUTHTOKEN|SECRETS?)(?:_[A-Z0-9]{1,8})?$|PASSWORD|_authToken$/i;
const harmlessName =
  /^(?:PWD|OLDPWD|SSH_AUTH_SOCK|XAUTHORITY)$|PUBLIC|PUBLISHABLE|_(?:FILE|PATH|URL|URI|ID|NAME|TYPE|DIR|LIMIT|TTL)$/i;

/** Short words and places would hide more of other texts than they keep secret. */
function isTelling(value: string): boolean {
  if (value.length < 8 || /^(?:[./~]|-----|[a-z][a-z0-9+.-]*:\/\/[^@]*$)/i.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return kinds >= 2 || value.length >= 14;
}

/** Finds these values in any of their forms. */
export function ownFinder(own: readonly OwnSecret[]): (text: string, found: Span[]) => void {
  const names = new Map(own.flatMap(({ name, value }) => formsOf(value).map((form) => [form, name] as const)));
  if (names.size === 0) return () => undefined;
  const forms = [...names.keys()].sort((a, b) => b.length - a.length).map(escapePattern);
  const pattern = new RegExp(forms.join('|'), 'g');
  return (text, found) => {
    for (const { 0: value, index } of text.matchAll(pattern)) {
      const name = names.get(value) ?? '';
      found.push({ start: index, end: index + value.length, kind: `own-${slugOf(name)}` });
    }
  };
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
