import { relative } from 'node:path';
import { createOutliner } from '../context/outline.ts';
import { describeRepository } from '../context/repository-overview.ts';
import { readSteering, renderSteering } from '../context/steering.ts';
import type { Config } from '../domain/config.ts';
import type { SpecStage } from '../domain/spec.ts';
import { type OpenSpec, readText } from './open-spec.ts';
import { listCommands, readProject } from './project.ts';
import type { PromptName } from './prompts.ts';
import type { Rejection } from './rejection.ts';
import type { Wire } from './wire.ts';

export interface AuthorWork {
  spec: OpenSpec;
  stage: SpecStage;
  path: string;
  rejection: Rejection | undefined;
}

/** What an author is told first: the guide of the stage, the item, what is approved so far, the repository. */
export async function briefAuthor({ spec, stage, path, rejection }: AuthorWork, wire: Wire): Promise<string> {
  const { root } = wire.workspace;
  const item = spec.yaml?.item ?? spec.title;
  const { files: all, commands } = await readProject(wire);
  const own = `${relative(root, spec.folder)}/`;
  const files = all.filter((file) => !file.startsWith(own));
  const overview = await describeRepository({ root, files, outliner: createOutliner(), request: item });
  const steering = renderSteering(readSteering(root, files));
  const request = wire.prompts('draft-request', {
    guide: wire.prompts(guideOf(spec, stage, wire.workspace.config), guideValues(stage, spec, listCommands(commands))),
    documents: earlierDocuments(spec, stage),
    item,
    overview,
    commands: listCommands(commands),
    steering: steering === '' ? '' : `\nHow this team works:\n\n${steering}\n`,
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

/** The parts of a bug are numbered lines in either style. */
function guideOf(spec: OpenSpec, stage: SpecStage, config: Config): PromptName {
  if (stage !== 'requirements') return `draft-${stage}`;
  if (spec.kind === 'bugfix') return 'draft-bugfix';
  return config.requirements?.style === 'gherkin' ? 'draft-requirements-gherkin' : 'draft-requirements';
}

function guideValues(stage: SpecStage, spec: OpenSpec, commands: string): Record<string, string> {
  if (stage !== 'tasks') return {};
  const bugfix =
    ' Criteria under 1 describe the defect and need no task; the first task writes the test that shows it.';
  const inLine = commands.replaceAll('\n- ', '; ').replace(/^- /, '');
  return { commands: inLine, coverage: spec.kind === 'bugfix' ? bugfix : '' };
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
