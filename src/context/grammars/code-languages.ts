import { cSharp } from './c-sharp.ts';
import type { CodeLanguage } from './code-language.ts';
import { cpp } from './cpp.ts';
import { javascript, tsx, typescript } from './ecmascript.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';

/** Every language that has a grammar: the outlines of its files and the anchors in them come from here. */
export const codeLanguages: readonly CodeLanguage[] = [
  typescript,
  tsx,
  javascript,
  python,
  go,
  rust,
  java,
  cSharp,
  ruby,
  php,
  cpp,
];

export function codeLanguageOf(path: string): CodeLanguage | undefined {
  return codeLanguages.find(({ files }) => files.test(path));
}
