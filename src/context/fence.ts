/**
 * One section of what a model reads, marked with where it came from: `<steering from="AGENTS.md">…</steering>`. The body
 * cannot close the section it stands in. An empty body makes no section.
 */
export function fence(tag: string, from: string, body: string): string {
  const inner = body.trim();
  if (inner === '') return '';
  const kept = inner.replaceAll(new RegExp(`</(?=${tag}\\b)`, 'gi'), '<\\');
  return `<${tag} from="${quoted(from)}">\n${kept}\n</${tag}>`;
}

/** A path as one line without control characters, whatever the repository calls its files. */
export function plainPath(path: string): string {
  return path.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}

function quoted(from: string): string {
  return plainPath(from).replaceAll('"', "'");
}
