import { isIP } from 'node:net';
import type { Policy } from '../policy/policy.ts';
import type { PolicySource } from '../policy/read-policies.ts';
import { type HostRule, readHostRule, usualPorts } from '../sandbox/host-rules.ts';

/** A connection that a policy refused. */
export interface RefusedConnection {
  /** `host:port` */
  host: string;
  policy: string;
  reason: string;
}

/** What the user's list of hosts permits, as a policy: what a team forbids still wins over it. */
export function permitHosts(hosts: readonly string[]): PolicySource[] {
  if (hosts.length === 0) return [];
  const conditions = hosts.map((text) => `  ${conditionOf(readHostRule(text))}`).join(' ||\n');
  const text = `@id("configured-hosts")
@why("Your configuration names the host for commands that install packages.")
permit (principal, action == Action::"connect", resource)
when {
${conditions}
};
`;
  return [{ file: 'network.hosts of your configuration', text, origin: 'user' }];
}

function conditionOf({ name, isBelow, port }: HostRule): string {
  const shown = JSON.stringify(isBelow ? `*.${name}` : inUrl(name));
  const ports = (port === undefined ? usualPorts : [port]).map((each) => `resource.port == ${each}`).join(' || ');
  return `(resource.name ${isBelow ? 'like' : '=='} ${shown} && (${ports}))`;
}

/** Why a command may not reach a host, or undefined. Nobody is asked: what a policy asks is refused. */
export function judgeConnection(host: string, port: number, policy: Policy): RefusedConnection | undefined {
  const resource = `${inUrl(host.toLowerCase().replace(/\.$/, ''))}:${port}`;
  const circumstances = { trusted: true, sandboxed: true };
  const decision = policy.decide({ role: 'implementer', action: 'connect', resource, circumstances });
  if (decision.effect === 'allow') return undefined;
  return { host: resource, policy: decision.rule, reason: decision.reason };
}

function inUrl(name: string): string {
  return isIP(name) === 6 ? `[${name}]` : name;
}
