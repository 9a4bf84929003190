import type { Clock } from '../base/clock.ts';
import { plural } from '../base/text.ts';
import type { Config } from '../domain/config.ts';
import { mayReach, readHostRule } from '../sandbox/host-rules.ts';
import { describePackage, type PackageFacts } from './describe-package.ts';
import type { PackageManager } from './known-packages.ts';

export interface InstallPlace {
  /** The folder whose lock files count. */
  root: string;
  clock: Clock;
  network: Config['network'];
  /** Asks a registry; undefined where there is no such address. Throws where none answers. */
  ask: (url: string) => Promise<unknown>;
}

/** A package as a command names it. */
export interface NamedPackage {
  manager: string;
  name: string;
}

/** What a person should know of packages that no lock file has, a line each. Registries are asked only where the user's settings let commands reach them. */
export async function describeInstall(packages: readonly NamedPackage[], place: InstallPlace): Promise<string[]> {
  const shown = packages.slice(0, mostPackages);
  const lines = await Promise.all(shown.map((wanted) => describeOne(wanted, place)));
  const left = packages.length - shown.length;
  return left === 0 ? lines : [...lines, `and ${left} more`];
}

const mostPackages = 10;

async function describeOne({ manager: program, name: given }: NamedPackage, place: InstallPlace): Promise<string> {
  if (given === '*') return `${program}: newer versions of what is there`;
  const manager = Object.hasOwn(managers, program) ? managers[program] : undefined;
  const name = given.replace(/(?<=.)@[^/]*$|\[.*$|\s*(?:[=<>!~;]=?|\s).*$/g, '');
  if (manager === undefined || !/^@?[\w.-]+(?:\/[\w.~-]+)*$/.test(name))
    return `${given}: not known, no registry has it by that name`;
  const { root, clock, network, ask } = place;
  const allowed = (url: string) => mayAsk(url, network);
  const about = { manager, name, root, clock };
  const asking = async (url: string) => (allowed(url) ? ask(url) : Promise.reject(new NotAllowed()));
  const facts = await describePackage({ ...about, ask: asking }).catch(() => describePackage(about));
  return `${given}: ${describeFacts(facts)}`;
}

class NotAllowed extends Error {}

function mayAsk(url: string, network: Config['network']): boolean {
  const { hostname, port } = new URL(url);
  const rules = (network?.hosts ?? []).map(readHostRule);
  return network?.open === true || mayReach(rules, hostname, Number(port || 443));
}

function describeFacts({ lockFile, exists, ageDays, near }: PackageFacts): string {
  const parts = [
    lockFile === undefined ? 'in no lock file' : `in ${lockFile}`,
    exists === 'not known'
      ? 'whether it exists, and since when, is not known'
      : exists
        ? describeAge(ageDays)
        : 'the registry does not have it',
    ...(near === undefined ? [] : [`its name is close to ${near}`]),
  ];
  return parts.join('; ');
}

function describeAge(days: PackageFacts['ageDays']): string {
  if (days === 'not known') return 'the registry has it, since when is not known';
  return days < 90 ? `new: first published ${plural(days, 'day')} ago` : `first published ${plural(days, 'day')} ago`;
}

const managers: Readonly<Record<string, PackageManager>> = {
  ...{ npm: 'npm', pnpm: 'npm', yarn: 'npm', bun: 'npm', npx: 'npm', bunx: 'npm', pnpx: 'npm', cnpm: 'npm' },
  ...{
    pip: 'pip',
    pip2: 'pip',
    pip3: 'pip',
    pipx: 'pip',
    uv: 'pip',
    uvx: 'pip',
    poetry: 'pip',
    pdm: 'pip',
    rye: 'pip',
  },
  ...{ cargo: 'cargo', go: 'go', gem: 'gem', bundle: 'gem', composer: 'composer' },
};

/** Asks a registry over HTTPS, and follows it nowhere else. */
export async function askRegistry(url: string): Promise<unknown> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

const patienceMs = 4_000;
