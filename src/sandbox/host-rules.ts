import { isIP } from 'node:net';
import { AshlarError } from '../base/errors.ts';

export interface HostRule {
  /** In lower case. Of `*.name` the name, of which all below it fit and not itself. */
  name: string;
  isBelow: boolean;
  /** Undefined for the ports of HTTP and HTTPS. */
  port: number | undefined;
}

/** Reads `name`, `*.name`, `name:port` or `[address]:port`. Throws an AshlarError where it is none. */
export function readHostRule(text: string): HostRule {
  const [, star, name = '', port] = /^(\*\.)?(\[[\da-f:.]+\]|[a-z\d][a-z\d.-]*)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (name === '') {
    throw new AshlarError({
      kind: 'invalid',
      what: `"${text}" is no host`,
      next: 'write hosts as registry.example, *.example or registry.example:8443',
    });
  }
  const plain = name.replace(/^\[|\]$/g, '').toLowerCase();
  return { name: plain, isBelow: star !== undefined, port: port === undefined ? undefined : Number(port) };
}

/** A name with anything in it that is no part of names (a NUL, a percent sign) fits nothing. */
export function mayReach(rules: readonly HostRule[], host: string, port: number): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (isIP(name) === 0 && !/^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/.test(name)) return false;
  return rules.some(
    (rule) =>
      (rule.isBelow ? name.endsWith(`.${rule.name}`) : name === rule.name) &&
      (rule.port === undefined ? usualPorts.includes(port) : rule.port === port),
  );
}

/** Those of HTTP and HTTPS. */
export const usualPorts: readonly number[] = [80, 443];
