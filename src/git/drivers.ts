import type { Setting } from './environment.ts';
import type { ConfigEntry } from './git-config.ts';

/**
 * Settings that take the program from every filter, diff and merge driver that the settings name.
 * git-lfs stays where its commands are exactly its own and nothing makes it run other programs.
 */
export function driverOverrides(config: readonly ConfigEntry[]): Setting[] {
  const lfs = trustedLfs(config);
  const overrides = new Map(lfs);
  for (const key of new Set(config.map((entry) => entry.key))) {
    if (lfs.length > 0 && key in lfsCommands) continue;
    const driver = drivers.find(({ pattern }) => pattern.test(key));
    const name = driver && key.match(driver.pattern)?.[1];
    for (const [last, value] of driver?.settings ?? []) overrides.set(`${driver?.section}.${name}.${last}`, value);
  }
  return [...overrides];
}

const drivers: readonly { section: string; pattern: RegExp; settings: readonly Setting[] }[] = [
  {
    section: 'filter',
    pattern: /^filter\.(.*)\.(?:clean|smudge|process|required)$/s,
    settings: [
      ['clean', ''],
      ['smudge', ''],
      ['process', ''],
      ['required', 'false'],
    ],
  },
  {
    section: 'diff',
    pattern: /^diff\.(.*)\.(?:textconv|command)$/s,
    settings: [
      ['textconv', ''],
      ['command', ''],
    ],
  },
  { section: 'merge', pattern: /^merge\.(.*)\.driver$/s, settings: [['driver', 'true']] },
];

const lfsCommands: Readonly<Record<string, readonly string[]>> = {
  'filter.lfs.clean': ['git-lfs clean -- %f'],
  'filter.lfs.smudge': ['git-lfs smudge -- %f', 'git-lfs smudge --skip -- %f'],
  'filter.lfs.process': ['git-lfs filter-process', 'git-lfs filter-process --skip'],
  'filter.lfs.required': ['true', 'false'],
};

/** The settings of git-lfs where it may run, the last one of each key as git reads them; else none. */
function trustedLfs(config: readonly ConfigEntry[]): Setting[] {
  const runsOthers = config.some(({ key }) =>
    /^lfs\.(customtransfer\.|extension\.|standalonetransferagent$)/.test(key),
  );
  const settings = config.filter(({ key }) => key in lfsCommands);
  if (runsOthers || !settings.every(({ key, value }) => lfsCommands[key]?.includes(value))) return [];
  return settings.map(({ key, value }) => [key, value]);
}
