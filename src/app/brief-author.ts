import { relative } from 'node:path';
import { keepInside } from '../context/fence.ts';
import { createOutliner } from '../context/outline.ts';
import { describeRepository } from '../context/repository-overview.ts';
import { readSteering, renderSteering } from '../context/steering.ts';
import type { Config } from '../domain/config.ts';
import type { SpecStage } from '../domain/spec.ts';
import { stagesOf } from '../specs/spec-stages.ts';
import { assumptionsOf, earlyAnswers } from './open-questions.ts';
import { type OpenSpec, readText, stageState } from './open-spec.ts';
import { listCommands, readProject } from './project.ts';
import type { PromptName, RenderPrompt } from './prompts.ts';
import type { Rejection } from './rejection.ts';
import type { Wire } from './wire.ts';

export interface AuthorWork {
  spec: OpenSpec;
  stage: SpecStage;
  path: string;
  rejection: Rejection | undefined;
}

/** What an author is told first: the guide of the stage, the item, what is approved so far, the repository. */
export async function briefAuthor(work: AuthorWork, wire: Wire): Promise<string> {
  const { spec, stage, path, rejection } = work;
  const { listed, ...about } = await describeWork(spec, wire);
  const guide = wire.prompts(guideOf(spec, stage, wire.workspace.config), guideValues(work, listed, wire.prompts));
  const order = orderOf(spec, stage);
  const request = wire.prompts('draft-request', {
    guide: [guide, ...(order === undefined ? [] : [wire.prompts(order)])].join('\n\n'),
    documents: [...clarified(spec, wire.prompts), earlierDocuments(spec, stage)].join('\n'),
    ...about,
    commands: listed,
  });
  if (rejection === undefined) return request;
  const { comment, block: id } = rejection;
  const file = spec[stage]?.file ?? `${stage}.md`;
  const block = id === undefined ? undefined : spec[stage]?.blocks.find((each) => each.id === id);
  if (block !== undefined) {
    const text = readText(path).slice(block.span.start, block.span.end);
    return `${request}\n\n${wire.prompts('redraft-block', { file, document: readText(path), block: block.id, text, comment })}`;
  }
  return `${request}\n\n${wire.prompts('redraft-comment', { file, document: readText(path), comment })}`;
}

/** The item and the repository, in the words in which every agent is told of them that works on a spec. */
export async function describeWork(spec: OpenSpec, wire: Wire) {
  const { root } = wire.workspace;
  const item = spec.yaml?.item ?? spec.title;
  const { files: all, commands } = await readProject(wire);
  const own = `${relative(root, spec.folder)}/`;
  const files = all.filter((file) => !file.startsWith(own));
  const overview = await describeRepository({ root, files, outliner: createOutliner(), request: item });
  const steering = renderSteering(readSteering(root, files));
  const team = steering === '' ? '' : `\nHow this team works:\n\n${steering}\n`;
  return { item, overview, listed: listCommands(commands), steering: team };
}

/** What the human answered before anything was drafted, and what is assumed where nobody did. */
function clarified({ ledger }: OpenSpec, prompts: RenderPrompt): string[] {
  const answered = earlyAnswers(ledger).map(({ text, answer }) => `- ${text}\n  ${answer}`);
  const assumed = assumptionsOf(ledger).map(({ text, assumption }) => `- ${text}\n  ${assumption}`);
  if (answered.length + assumed.length === 0) return [];
  const none = '- none';
  const values = { answered: answered.join('\n') || none, assumed: assumed.join('\n') || none };
  return [`\n${prompts('clarified', values)}`];
}

/** The parts of a bug are numbered lines in either style. */
function guideOf({ kind, size }: OpenSpec, stage: SpecStage, config: Config): PromptName {
  if (size === 'L') return 'draft-roadmap';
  if (size === 'S') return kind === 'bugfix' ? 'draft-spec-bug' : 'draft-spec';
  if (stage !== 'requirements') return `draft-${stage}`;
  if (kind === 'bugfix') return 'draft-bugfix';
  return config.requirements?.style === 'gherkin' ? 'draft-requirements-gherkin' : 'draft-requirements';
}

/** What a document that comes in another order than usual is told beside its guide. */
function orderOf({ workflow, size }: OpenSpec, stage: SpecStage): PromptName | undefined {
  if (workflow !== 'design-first' || size !== 'M' || stage === 'tasks') return undefined;
  return stage === 'design' ? 'design-first' : 'requirements-after-design';
}

function guideValues({ stage, spec }: AuthorWork, commands: string, prompts: RenderPrompt): Record<string, string> {
  if (spec.size === 'L') return {};
  if (stage !== 'tasks' && spec.size === 'M') return {};
  const inLine = commands.replaceAll('\n- ', '; ').replace(/^- /, '');
  return { commands: inLine, coverage: spec.kind === 'bugfix' ? ` ${prompts('bug-order')}\n-` : '' };
}

/** The documents before this one, in full: it is written for exactly these texts. */
function earlierDocuments(spec: OpenSpec, stage: SpecStage): string {
  if (spec.size !== 'M') return '';
  const order = stagesOf(spec);
  return order
    .slice(0, order.indexOf(stage))
    .flatMap((before) => {
      const document = spec[before];
      const approved = stageState(spec, before) === 'approved' ? 'yes' : 'no';
      return document === undefined
        ? []
        : [
            `\n<document file="${document.file}" approved="${approved}">\n${keepInside('document', document.text.trimEnd())}\n</document>`,
          ];
    })
    .join('\n');
}
