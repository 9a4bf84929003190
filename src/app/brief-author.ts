import { relative } from 'node:path';
import { createOutliner } from '../context/outline.ts';
import { describeRepository } from '../context/repository-overview.ts';
import { readSteering, renderSteering } from '../context/steering.ts';
import type { SpecStage } from '../domain/spec.ts';
import { type OpenSpec, readText } from './open-spec.ts';
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
  const { root } = wire.workspace;
  const item = spec.yaml?.item ?? spec.title;
  const { files: all, commands } = await readProject(wire);
  const own = `${relative(root, spec.folder)}/`;
  const files = all.filter((file) => !file.startsWith(own));
  const overview = await describeRepository({ root, files, outliner: createOutliner(), request: item });
  const steering = renderSteering(readSteering(root, files));
  const request = wire.prompts('draft-request', {
    guide: wire.prompts(guideOf(spec, stage), guideValues(work, listCommands(commands), wire.prompts)),
    documents: earlierDocuments(spec, stage),
    item,
    overview,
    commands: listCommands(commands),
    steering: steering === '' ? '' : `\nHow this team works:\n\n${steering}\n`,
  });
  if (rejection === undefined) return request;
  const { comment } = rejection;
  const file = spec[stage]?.file ?? `${stage}.md`;
  return `${request}\n\n${wire.prompts('redraft-comment', { file, document: readText(path), comment })}`;
}

function guideOf(spec: OpenSpec, stage: SpecStage): PromptName {
  return stage === 'requirements' && spec.kind === 'bugfix' ? 'draft-bugfix' : `draft-${stage}`;
}

function guideValues({ stage, spec }: AuthorWork, commands: string, prompts: RenderPrompt): Record<string, string> {
  if (stage !== 'tasks') return {};
  const inLine = commands.replaceAll('\n- ', '; ').replace(/^- /, '');
  return { commands: inLine, coverage: spec.kind === 'bugfix' ? ` ${prompts('bug-order')}\n-` : '' };
}

/** What is approved already, in full: a document is written for exactly these texts. */
function earlierDocuments(spec: OpenSpec, stage: SpecStage): string {
  const before =
    stage === 'requirements' ? [] : stage === 'design' ? [spec.requirements] : [spec.requirements, spec.design];
  return before
    .filter((document) => document !== undefined)
    .map(({ file, text }) => `\n<document file="${file}" approved="yes">\n${text.trimEnd()}\n</document>`)
    .join('\n');
}
