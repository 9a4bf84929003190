import { AshlarError } from '../base/errors.ts';
import { checkBugOrder } from '../specs/bug-order.ts';
import { approveCommandOf, type OpenSpec, requireDocument } from './open-spec.ts';

/** Throws where the tasks of a bug could not prove that it is mended, whoever approved them. */
export function confirmBugOrder(spec: OpenSpec): void {
  const [wrong] = checkBugOrder(requireDocument(spec, 'requirements'), requireDocument(spec, 'tasks'));
  if (wrong === undefined) return;
  throw new AshlarError({
    kind: 'invalid',
    what: `${wrong.file}:${wrong.line}:${wrong.column} does not prove that the bug is mended`,
    why: wrong.message,
    next: `correct it, then: ${approveCommandOf(spec, 'tasks')}`,
  });
}
