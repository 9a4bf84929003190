/** Every match of a global pattern. `matchAll` alone copies the pattern for each text, also for those that have none. */
export function matchesOf(text: string, pattern: RegExp): RegExpExecArray[] {
  return text.search(pattern) < 0 ? [] : [...text.matchAll(pattern)];
}
