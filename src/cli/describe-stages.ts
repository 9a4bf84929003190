import type { ApprovalRequest } from '../app/approve-spec.ts';
import { specStages } from '../domain/spec.ts';

/** The documents that are approved, or those that the named blocks lie in: `requirements, tasks`. */
export function describeStages({ stage, stages = [stage], isPart, size, blocks }: ApprovalRequest): string {
  if (size === 'L') return 'roadmap';
  const concerned = specStages.filter((each) => blocks.some(({ id }) => id.startsWith(`${each}/`)));
  return (isPart ? concerned : stages).join(', ');
}
