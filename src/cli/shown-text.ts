import { once } from '../base/once.ts';
import { createRedactor } from '../base/redact.ts';
import { ownSecrets } from '../base/secrets/own-secrets.ts';
import { showControls } from './show-controls.ts';

/** Text as it goes to a terminal or a file behind it: without secrets, and with all that hides made visible. */
export function shownText(text: string): string {
  return showControls(redactor().redact(text));
}

/** A value for programs, as JSON (one line of it without an indent) that a terminal does not act on either. */
export function shownJson(value: object, indent?: number): string {
  return JSON.stringify(redactor().redactJson(value), undefined, indent).replace(unprintable, escapeUnit);
}

/** The environment of a process does not change what is secret in it. */
const redactor = once(() => createRedactor(ownSecrets(process.env)));

/** What JSON lets stand and a terminal acts on, or nobody sees. */
const unseen =
  '\\u007f-\\u009f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\ufff9-\\uffff';
const unprintable = new RegExp(`[${unseen}]|\\udb40[\\udc00-\\udfff]`, 'g');

function escapeUnit(found: string): string {
  return Array.from(
    { length: found.length },
    (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
