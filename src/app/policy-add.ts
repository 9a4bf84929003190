import { existsSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AshlarError } from '../base/errors.ts';
import { readTextIfThere, writeFileWhole } from '../base/files.ts';
import { digest } from '../base/ids.ts';
import { limits } from '../base/limits.ts';
import { slugify } from '../base/text.ts';
import { type Message, textOf, userText } from '../domain/message.ts';
import type { PolicyRule } from '../policy/policy.ts';
import type { PolicyProblem } from '../policy/read-policies.ts';
import { compareOnRuns, type PolicyEffects } from './policy-effects.ts';
import { readPolicyFiles, teamPolicyFolder } from './policy-sources.ts';
import { refuseAgents } from './refuse-agents.ts';
import type { Wire } from './wire.ts';

export interface PolicyDraft {
  /** What a person confirms: it stands for every character of the draft. */
  hash: string;
  /** Relative to the root. */
  file: string;
  text: string;
  rules: readonly Pick<PolicyRule, 'id' | 'effect' | 'why'>[];
  effects: PolicyEffects;
}

/** Has the model say in Cedar what a person said in words. The draft is checked, tried on the last runs, and decides nothing yet. */
export async function draftPolicy(words: string, wire: Wire): Promise<PolicyDraft> {
  refuseAgents(wire.surroundings);
  const { schema, sources } = readPolicyFiles(wire.workspace.root, wire.surroundings);
  const system = wire.prompts('draft-policy', {
    schema,
    policies: sources.map(({ file, text }) => `// ${file}\n${text}`).join('\n'),
  });
  const messages: Message[] = [userText(words)];
  for (let attempt = 0; ; attempt++) {
    const reply = await askModel(system, messages, wire);
    const text = `// Asked for in these words: ${words.replace(/\s+/g, ' ')}\n\n${codeOf(textOf(reply)).trim()}\n`;
    const problems = await problemsOf(text, wire);
    if (problems.length === 0) return keepDraft(words, text, wire);
    if (attempt >= limits.redrafts) throw notValid(problems);
    messages.push(
      reply,
      userText(`That is not valid yet:\n${problems.map(describeProblem).join('\n')}\nAnswer with all policies again.`),
    );
  }
}

/** Puts a draft that a person has seen in force. */
export async function confirmPolicy(hash: string, wire: Wire): Promise<{ file: string; rules: PolicyDraft['rules'] }> {
  refuseAgents(wire.surroundings);
  const found = /^[0-9a-f]{12}$/.test(hash) ? readTextIfThere(draftPath(hash, wire)) : undefined;
  if (found === undefined) {
    throw new AshlarError({
      kind: 'usage',
      what: `there is no draft ${hash}`,
      next: 'ashlar policy add "…" makes one',
    });
  }
  const [file = '', ...lines] = found.split('\n');
  const text = lines.join('\n');
  if (hashOf(file, text) !== hash) {
    throw new AshlarError({
      kind: 'invalid',
      what: `the draft ${hash} was changed since it was shown`,
      next: 'ashlar policy add "…"',
    });
  }
  const { root } = wire.workspace;
  const policy = await wire.policy(root, [{ file, text, origin: 'project' }]);
  mkdirSync(teamPolicyFolder(root), { recursive: true });
  writeFileWhole(join(root, file), text);
  return { file, rules: policy.rules.filter((rule) => rule.file === file) };
}

async function keepDraft(words: string, text: string, wire: Wire): Promise<PolicyDraft> {
  const { root } = wire.workspace;
  const file = freeFile(slugify(words, 40, 'policy'), root);
  const [before, after] = [await wire.policy(root), await wire.policy(root, [{ file, text, origin: 'project' }])];
  const hash = hashOf(file, text);
  mkdirSync(draftFolder(wire), { recursive: true, mode: 0o700 });
  writeFileWhole(draftPath(hash, wire), `${file}\n${text}`);
  const rules = after.rules.filter((rule) => rule.file === file);
  return { hash, file, text, rules, effects: await compareOnRuns(before, after, wire) };
}

function freeFile(name: string, root: string): string {
  for (let count = 1; ; count++) {
    const path = join(teamPolicyFolder(root), `${name}${count === 1 ? '' : `-${count}`}.cedar`);
    if (!existsSync(path)) return relative(root, path);
  }
}

const draftFolder = ({ workspace }: Wire) => join(workspace.stateFolder, 'policy-drafts');
const draftPath = (hash: string, wire: Wire) => join(draftFolder(wire), `${hash}.txt`);
const hashOf = (file: string, text: string) => digest(`${file}\n${text}`).slice(0, 12);

async function askModel(system: string, messages: readonly Message[], wire: Wire) {
  const model = await wire.model('author');
  const stream = model.stream(
    { system, tools: [], messages: [...messages], maxOutputTokens: limits.maxOutputTokens },
    wire.surroundings.signal,
  );
  for (let next = await stream.next(); ; next = await stream.next()) if (next.done === true) return next.value.message;
}

function codeOf(reply: string): string {
  return /```(?:cedar)?\n([\s\S]*?)```/.exec(reply)?.[1] ?? reply;
}

async function problemsOf(text: string, wire: Wire): Promise<PolicyProblem[]> {
  const [{ loadCedar }, { readPolicies }] = await Promise.all([
    import('../policy/cedar.ts'),
    import('../policy/read-policies.ts'),
  ]);
  const { schema } = readPolicyFiles(wire.workspace.root, wire.surroundings);
  const { rules, problems } = readPolicies(await loadCedar(), { file: 'draft', text, origin: 'project' }, schema);
  const taken = new Set((await wire.policy(wire.workspace.root)).rules.map(({ id }) => id));
  const at = { file: 'draft', line: 1, column: 1 };
  if (problems.length === 0 && rules.length === 0) return [{ ...at, message: 'the reply holds no policy' }];
  const doubled = rules.filter(({ id }) => taken.has(id));
  return [
    ...problems,
    ...doubled.map(({ id, line }) => ({ ...at, line, message: `there is a policy named ${id} already` })),
  ];
}

function describeProblem({ line, column, message, help }: PolicyProblem): string {
  return `- line ${line}, column ${column}: ${message}${help === undefined ? '' : ` (${help})`}`;
}

function notValid(problems: readonly PolicyProblem[]): AshlarError {
  return new AshlarError({
    kind: 'invalid',
    what: 'the model wrote no valid policy',
    why: problems.map(describeProblem).join('\n'),
    next: 'say it in other words, or write it yourself: ashlar policy edit NAME',
  });
}
