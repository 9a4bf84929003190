import type { DocumentKind, SpecStage } from '../domain/spec.ts';

/**
 * The document in an author's reply. Models add a preamble or a fence though they were asked not to: a fence around the
 * whole and everything before the first heading are dropped.
 */
export function extractDocument(reply: string): string {
  const text = reply.replace(/\r\n?/g, '\n').trim();
  const fence = /^(?:[^\n]*\n)?(`{3,}|~{3,})(?:markdown|md)?[ \t]*\n([\s\S]*?)\n\1[^\n]*$/.exec(text);
  const body = fence?.[2] !== undefined && /^#\s/m.test(fence[2]) ? fence[2] : text;
  const heading = body.search(/^#{1,3}\s/m);
  return heading < 0 ? '' : `${body.slice(heading).trimEnd()}\n`;
}

/** Which document a stage of a spec is written into. */
export function documentOf(stage: SpecStage, kind: 'feature' | 'bugfix'): { kind: DocumentKind; file: string } {
  const document: DocumentKind = stage === 'requirements' && kind === 'bugfix' ? 'bugfix' : stage;
  return { kind: document, file: `${document}.md` };
}
