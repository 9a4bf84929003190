import type { SpecDocument } from '../../domain/spec.ts';
import { ownText } from '../spec-file.ts';
import type { Remark } from './finding.ts';

/**
 * Characters that make a text show something else than it says: controls, signs that turn the direction of writing, and
 * letters without width, tags among them, that a model reads and a person does not see.
 */
export function checkHiddenCharacters(document: SpecDocument): Remark[] {
  const text = ownText(document);
  return [...text.matchAll(hidden)]
    .filter(({ index }) => index > 0 || text[0] !== byteOrderMark)
    .flatMap((match) => {
      const [characters] = match;
      if (isFlag(text, match.index)) return [];
      const code = (characters.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      const message = `here stands U+${code}, which is not seen and can hide or turn what a text says: take it out`;
      const span = { start: match.index, end: match.index + characters.length };
      return [{ rule: 'hidden-character', document, span, message }];
    });
}

const byteOrderMark = '\uFEFF';

const hidden =
  /(?:(?![\t\r\n])\p{Cc}|[\u200b\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0000}-\u{e007f}])+/gu;

/** The flags of England, Scotland and Wales are a black flag with tags behind it. */
function isFlag(text: string, at: number): boolean {
  return text.slice(Math.max(0, at - 2), at) === '\u{1F3F4}';
}
