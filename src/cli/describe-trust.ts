import type { TrustRequest } from '../app/trust.ts';
import { plural } from '../base/text.ts';

/** What a folder brings along, and what of it is not as it was. */
export function describeTrust({ folder, effects, standing }: TrustRequest): string {
  const lines = effects.map(({ kind, path, why }) => `  ${kind}: ${path} (${why})`);
  const changes =
    standing.state === 'changed'
      ? ['What is not as it was when you trusted it:', ...standing.changes.map((each) => `  ${each}`)]
      : [];
  const head =
    effects.length === 0
      ? `${folder} brings nothing along that would take effect.`
      : `${folder} brings along ${plural(effects.length, 'thing')} that would take effect:`;
  return [head, ...lines, ...changes].join('\n');
}
