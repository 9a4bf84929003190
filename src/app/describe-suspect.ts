import type { Suspect } from '../specs/suspects.ts';

/** `1.2, design/components changed since it was approved`. */
export function describeSuspect({ because, todo }: Pick<Suspect, 'because' | 'todo'>): string {
  return `${because.join(', ')} changed since it was ${todo === 'verify' ? 'proved' : 'approved'}`;
}
