import { tailOf } from '../text.ts';

export type NameSays = 'password' | 'secret' | 'token';

/** What the name of a setting, variable or property says of its value; undefined where it is no secret. */
export function readSecretName(name: string): NameSays | undefined {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const rest = last === 'data' ? words.slice(0, -1) : words;
  const end = rest.at(-1) ?? '';
  if (words.some((each) => openWords.has(each)) || (rest === words && harmlessEnds.has(end))) return undefined;
  if (rest.some((each) => passwordWords.has(each))) return 'password';
  if (tokenWords.has(end)) return 'token';
  if (secretWords.has(end) || /(?:api|secret|access|private|account|auth)keys?$/.test(end)) return 'secret';
  if (end !== 'key' && end !== 'keys') return undefined;
  const isVariable = /^[A-Z][A-Z0-9_]*_KEY$/.test(name);
  return isVariable || keyWords.has(rest.at(-2) ?? '') ? 'secret' : undefined;
}

/** How a value stands in its text, which tells code from settings. */
export interface ValueContext {
  quoted: boolean;
  /** A line of the form `NAME=value`. */
  variable: boolean;
  /** The character behind it. */
  next: string;
}

/** Whether what stands behind such a name is the secret itself, and not its name, its place, or a word in its stead. */
export function isSecretValue(says: NameSays, value: string, context: ValueContext): boolean {
  if (value.length < 6 || isPlaceholder(value) || isReference(value, context)) return false;
  if (says === 'password') return isPassword(value, context);
  return isRandom(value, context.quoted || context.variable ? 12 : 16);
}

/** Whether a text looks as if a machine had drawn it: digits among letters, with many changes from one to the other. */
export function isRandom(value: string, least = 16): boolean {
  if (value.length < least || /^sha\d{1,3}[-:]/i.test(value) || uuid.test(value)) return false;
  const [digits, alphas] = [count(value, /\d/g), count(value, /[A-Za-z]/g)];
  if (digits < 2 || alphas < 3) return false;
  const changes = value.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[a-z0-9])|\d(?=[A-Za-z])/g)?.length ?? 0;
  return changes / (digits + alphas) >= 0.2;
}

function isPassword(value: string, { quoted, variable, next }: ValueContext): boolean {
  const isMixed = /[A-Za-z]/.test(value) && /[\d!@#$%^&*+?~]/.test(value);
  if (variable) return isMixed || value.length >= 8;
  if (quoted) return isMixed && !/^[a-z]+(?:[.:/-][a-z]+)+$/i.test(value);
  if (/[(),;]/.test(next)) return isRandom(value, 8);
  return isMixed && /\d/.test(value) && !/^[a-z_$][\w$]*\.[a-z]/i.test(value);
}

/** `${NAME}`, `getToken(`, a path, an address without a password in it. */
function isReference(value: string, { quoted, next }: ValueContext): boolean {
  if (/^[$%@{<[*]|^(?:\.{0,2}|~)\/[\w.-]*(?:\/|$)|^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return true;
  if (/\$\{|\{\{|\bprocess[.]env|os\.environ|import\.meta|secrets\.|env\.|vault:|arn:/.test(value)) return true;
  return !quoted && /[(.[]/.test(next);
}

function isPlaceholder(value: string): boolean {
  const plain = value.toLowerCase().replace(/[^a-z0-9*]/g, '');
  if (/example|placeholder|changeme|redacted|xxxx|\*\*\*|yourpass|yoursecret|yourtoken|yourapi|yourkey/.test(plain))
    return true;
  return /^(.)\1*$/.test(plain) || stands.test(plain);
}

const stands =
  /^(?:password|passwd|passphrase|secret|token|string|number|boolean|required|optional|undefined|null|none|true|false|todo|test|dummy|sample|default|admin|root|user|postgres|mysql|redis|guest|public|private|hidden|unknown|invalid|enabled|disabled|(?:your|my|the|insert|enter|replace|some)[a-z]*|0?123456\d*|abc123|foobar|letmein)\d{0,3}$/;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** `aws_secretAccessKey-2` is aws, secret, access, key, 2. */
function wordsOf(name: string): string[] {
  return tailOf(name, 80)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
}

const passwordWords: ReadonlySet<string> = new Set(
  'password passwords passwd pwd pass passphrase passcode pgpassword mysqlpwd userpass dbpass dbpassword'.split(' '),
);
const tokenWords: ReadonlySet<string> = new Set(
  'token tokens authtoken accesstoken auth credential credentials cred creds jwt bearer pat'.split(' '),
);
const secretWords: ReadonlySet<string> = new Set('secret secrets apikey clientsecret appsecret'.split(' '));
const keyWords: ReadonlySet<string> = new Set(
  'api access secret private auth account encryption encrypt signing sign master shared client service app application storage deploy webhook admin subscription ssh signature hmac jwt session server license function host'.split(
    ' ',
  ),
);
const openWords: ReadonlySet<string> = new Set('public publishable pub author'.split(' '));
const harmlessEnds: ReadonlySet<string> = new Set(
  'id ids name type types path file files url uri endpoint length count size limit limits policy policies prefix suffix expires expiry expiration ttl hint label placeholder field header version format usage budget reset sock algorithm'.split(
    ' ',
  ),
);
