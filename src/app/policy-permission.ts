import type { AskPermission, Permission } from '../agent/layers.ts';
import type { Question } from '../domain/tool.ts';
import type { Decision } from '../policy/policy.ts';
import { showHidden } from '../policy/shell/strange-text.ts';

/**
 * Puts what a policy leaves to people to the person who is there. Without one the call is denied and the work goes on, or
 * the run waits, as the policy says. `permits` holds the subjects that were allowed for the whole run, and the names of the
 * policies whose questions were answered with yes before it began.
 */
export function permissionFrom(
  permits: Pick<ReadonlySet<string>, 'has'>,
  describe: DescribePackages = async () => [],
): AskPermission {
  return async (permission) => {
    const { subject, decision, askHuman } = permission;
    if (permits.has(subject) || permits.has(decision.rule)) return { said: 'run' };
    const packages = await describe(decision.packages ?? []);
    const question = questionOf(permission, packages);
    const answer = await askHuman(question);
    if (answer !== undefined) return readAnswer(answer.trim());
    return decision.unattended === 'pause' ? { question } : { said: 'nobody' };
  };
}

/** What a person should know of packages before they are installed, a line each. */
export type DescribePackages = (packages: NonNullable<Decision['packages']>) => Promise<string[]>;

const once = 'allow once';
const forRun = 'allow for this run';
const no = 'deny';

/** The command or path stands in it exactly as it will be used, with hidden characters made visible. */
function questionOf({ id, decision, request }: Permission, packages: readonly string[]): Question {
  const shown = showHidden(request.resource)
    .split('\n')
    .map((line) => `    ${line}`);
  const part = decision.about === request.resource ? [] : [`  because of: ${showHidden(decision.about)}`];
  const text = [
    `${verbs[request.action] ?? request.action}? (policy ${decision.rule})`,
    ...shown,
    ...part,
    ...packages.map((line) => `  ${showHidden(line)}`),
    `  ${decision.reason}`,
  ];
  return { id, text: text.join('\n'), options: [once, forRun, no] };
}

const verbs: Readonly<Record<string, string>> = {
  readFile: 'May the agent read this file',
  writeFile: 'May the agent write this file',
  deleteFile: 'May the agent remove this file',
  runCommand: 'May the agent run this command',
};

function readAnswer(answer: string): Awaited<ReturnType<AskPermission>> {
  const plain = answer.toLowerCase();
  if (plain === once || plain === 'allow' || plain === 'yes' || plain === 'y') return { said: 'call' };
  if (plain === forRun) return { said: 'run' };
  return plain === no || plain === 'no' || plain === 'n' || plain === ''
    ? { said: 'no' }
    : { said: 'no', because: answer };
}
