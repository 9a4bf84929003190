import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalJson, digest } from '../base/ids.ts';
import { loadGrammars } from '../base/load-grammars.ts';
import { type Engine, type EngineCall, loadCedar, openEngine } from './cedar.ts';
import { categoryTable } from './commands/categorise.ts';
import { mentionsHidden } from './hidden-folders.ts';
import { type JudgeDeps, judgeCommand } from './judge-command.ts';
import { isFolder, isGuardedBy, type PlacedPath, type Places, placePaths } from './place-path.ts';
import type { Circumstances, Decision, Policy, PolicyRequest, PolicyRule } from './policy.ts';
import { type PolicySource, readPolicies, wrongPolicy } from './read-policies.ts';

export interface PolicyOptions {
  places: Places;
  /** The schema, in Cedar's own words. */
  schema: string;
  /** The shipped files first, then the user's, then the project's. */
  sources: readonly PolicySource[];
  /** Whether the permits of the project count. Its forbids always do. */
  trusted: boolean;
}

/** Reads all policies and what else a decision needs. Throws where one of the user's or the project's is wrong. */
export async function createPolicy({ places, schema, sources, trusted }: PolicyOptions): Promise<Policy> {
  const [cedar, parse] = await Promise.all([loadCedar(), loadGrammars()('bash')]);
  const read = sources.map((source) => readPolicies(cedar, source, source.origin === 'default' ? undefined : schema));
  const wrong = read.flatMap(({ problems }) => problems)[0];
  if (wrong !== undefined) throw wrongPolicy(wrong);
  const rules = read.flatMap(({ rules: own }) =>
    own.map((rule) => ({ ...rule, counts: trusted || rule.origin !== 'project' || rule.effect !== 'permit' })),
  );
  const counting = rules.filter(({ counts }) => counts).map((rule, at) => ({ ...rule, key: `${at} ${rule.id}` }));
  const engine = openEngine(
    cedar,
    counting.map(({ key, text, actions }) => ({ id: key, text, actions })),
    digest(canonicalJson(counting.map(({ key, text }) => [key, text]))),
  );
  const place = placePaths(places);
  const variables = new Map(
    Object.entries({ ...places.hidden?.variables, HOME: places.home, PWD: places.root, TMPDIR: '/tmp' }).map(
      ([name, value]) => [name, [value]],
    ),
  );
  const judge: JudgeDeps = {
    reader: { parse, variables, root: places.root, isFolder },
    table: categoryTable(),
    place,
    isGuarded: isGuardedBy(places),
    mentionsHidden: (text) => places.hidden !== undefined && mentionsHidden(text, places.hidden),
    hiddenPlace: { rel: '(hidden)', base: '(hidden)', zones: ['outside', 'hidden'], dirs: [] },
  };
  const deps = {
    engine,
    place,
    judge,
    places,
    rules: new Map(counting.map((rule, at) => [rule.key, { ...rule, at }])),
  };
  return { rules, decide: (request) => decide(request, deps) };
}

interface Deps {
  engine: Engine;
  place: ReturnType<typeof placePaths>;
  judge: JudgeDeps;
  places: Places;
  rules: ReadonlyMap<string, PolicyRule & { at: number }>;
}

type Asked = Pick<EngineCall, 'action' | 'resource'> & { about: string; via: 'tool' | 'command' };

function decide(request: PolicyRequest, deps: Deps): Decision {
  const { action, resource } = request;
  switch (action) {
    case 'runCommand':
      return decideCommand(request, deps);
    case 'readFile':
    case 'writeFile':
    case 'deleteFile':
    case 'commit':
    case 'askHuman': {
      const { files = [], known } = request.circumstances ?? {};
      const { text, before } = request;
      const placed = deps.place(resource === '' ? '.' : resource, { files, known, text, before });
      return decideOne(pathAsked(action, placed, 'tool'), request, deps);
    }
    case 'connect': {
      const [, name = resource, port = '443'] = /^(.*?)(?::(\d+))?$/.exec(resource) ?? [];
      const attrs = { name: name.toLowerCase(), port: Number(port) };
      return decideOne({ ...asked(action, { type: 'Host', id: resource, attrs }), via: 'tool' }, request, deps);
    }
    case 'installPackage': {
      const [, manager = '', name = resource] = /^([^:]*):(.*)$/.exec(resource) ?? [];
      return decideOne(packageAsked({ manager, name }, deps), request, deps);
    }
    default:
      return decideOne(
        { ...asked(action, { type: 'MemoryKey', id: resource, attrs: { key: resource } }), via: 'tool' },
        request,
        deps,
      );
  }
}

/** The strictest of what is decided on the command itself, on each path that it touches and each package that it brings in. */
function decideCommand(request: PolicyRequest, deps: Deps): Decision {
  const { resource: text, circumstances } = request;
  const { programs, categories, opaque, touched, packages, installs, onlyLooks } = judgeCommand(
    text,
    { files: circumstances?.files ?? [], known: circumstances?.known },
    deps.judge,
  );
  const attrs = { text, programs: [...programs], opaque: opaque !== undefined };
  const parents = categories.map((id) => ({ type: 'Category', id }));
  const command: Asked = {
    ...asked('runCommand', { type: 'Command', id: digest(text).slice(0, 16), attrs, parents }),
    about: opaque ?? text,
    via: 'command',
  };
  const parts = [
    command,
    ...touched.map(({ action, path }) => pathAsked(action, path, 'command')),
    ...packages.map((wanted) => packageAsked(wanted, deps)),
  ];
  let strictest: Ranked | undefined;
  for (const part of parts) {
    const next = rank(part, request, deps);
    if (strictest === undefined || isStricter(next, strictest)) strictest = next;
  }
  const { decision } = strictest ?? rank(command, request, deps);
  const said =
    decision.rule === 'opaque-command' && opaque !== undefined ? { reason: `${decision.reason} Here ${opaque}.` } : {};
  return {
    ...decision,
    ...said,
    about: decision.about === opaque ? text : decision.about,
    categories,
    ...(packages.length > 0 && { packages }),
    installs,
    onlyLooks,
  };
}

interface Ranked {
  decision: Decision;
  at: number;
}

/** Of two that ask, the one for which the run waits comes first: a person wants to be asked. */
function severityOf({ effect, unattended }: Decision): number {
  if (effect === 'allow') return 0;
  return effect === 'deny' ? 3 : unattended === 'pause' ? 2 : 1;
}

function isStricter(a: Ranked, b: Ranked): boolean {
  const difference = severityOf(a.decision) - severityOf(b.decision);
  return difference > 0 || (difference === 0 && a.decision.effect !== 'allow' && a.at < b.at);
}

function decideOne(part: Asked, request: PolicyRequest, deps: Deps): Decision {
  return rank(part, request, deps).decision;
}

/** Denied without a person's yes and allowed with it is to ask. */
function rank({ action, resource, about, via }: Asked, request: PolicyRequest, { engine, rules }: Deps): Ranked {
  const { role, circumstances = {} } = request;
  const { session = '', run = '' } = circumstances;
  const principal = { id: session || role, role, session, run };
  const call = (approved: boolean) =>
    engine({ principal, action, resource, context: contextOf(circumstances, via, approved) });
  const first = call(false);
  const deciding = first.ids.flatMap((id) => rules.get(id) ?? []).toSorted((a, b) => a.at - b.at);
  const ranked = (effect: Decision['effect'], rule: PolicyRule & { at: number }): Ranked => {
    const { id, why, file, unattended } = rule;
    const decision = { effect, rule: id, reason: why, file, about, ...(effect === 'ask' && { unattended }) };
    return { at: rule.at, decision };
  };
  const [rule] = deciding;
  if (rule === undefined) {
    const reason = `No policy permits ${action}. Do without it, or ask a person.`;
    return { at: -1, decision: { effect: 'deny', rule: 'none', reason, about } };
  }
  if (first.allowed) return ranked('allow', rule);
  const asking = deciding.filter(({ effect }) => effect === 'ask');
  const waiting = asking.find(({ unattended }) => unattended === 'pause') ?? asking[0];
  const forbidding = deciding.find(({ effect }) => effect === 'forbid');
  if (forbidding === undefined && waiting !== undefined && call(true).allowed) return ranked('ask', waiting);
  return ranked('deny', forbidding ?? rule);
}

function contextOf(circumstances: Circumstances, via: string, approved: boolean): EngineCall['context'] {
  const { stage = '', spec = '', task = '', files = [], trusted = false, sandboxed = false } = circumstances;
  const spent = Math.round((circumstances.spentUsd ?? 0) * 100);
  return { stage, spec, task, files: [...files], trusted, sandboxed, spent, via, approved };
}

type Named = { type: string; id: string } & Partial<Pick<EngineCall['resource'], 'attrs' | 'parents'>>;

function asked(action: string, { type, id, attrs = {}, parents = [] }: Named) {
  return { action, about: id, resource: { type, id, attrs, parents } };
}

function pathAsked(action: string, { rel, base, zones, dirs }: PlacedPath, via: Asked['via']): Asked {
  const parents = [...zones.map((id) => ({ type: 'Zone', id })), ...dirs.map((id) => ({ type: 'Dir', id }))];
  return { ...asked(action, { type: 'Path', id: rel, attrs: { rel, base }, parents }), via };
}

function packageAsked({ manager, name }: { manager: string; name: string }, { places }: Deps): Asked {
  const attrs = { name, manager, inLockfile: isLocked(name, places.root) };
  return {
    ...asked('installPackage', { type: 'Package', id: name, attrs }),
    about: `${manager} ${name}`,
    via: 'command',
  };
}

const lockFiles = [
  ...['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'poetry.lock', 'uv.lock'],
  ...[
    'pdm.lock',
    'Pipfile.lock',
    'requirements.txt',
    'Cargo.lock',
    'go.sum',
    'Gemfile.lock',
    'composer.lock',
    'mix.lock',
  ],
];

/** Whether a lock file at the root names the package, or its program is installed. A version or an address is none. */
function isLocked(name: string, root: string): boolean {
  if (!/^@?[\w.-]+(?:\/[\w.-]+)*$/.test(name)) return false;
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', '.bin', name))) return true;
    if (dirname(folder) === folder) break;
  }
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const named = new RegExp(`(?:^|["'/\\s@])${escaped}(?=["'@\\s=,:;/<>~^]|$)`, 'm');
  return lockFiles.some((file) => existsSync(join(root, file)) && named.test(readFileSync(join(root, file), 'utf8')));
}
