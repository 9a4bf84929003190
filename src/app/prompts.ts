import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderTemplate } from '../base/template.ts';

export type PromptName =
  | 'author'
  | 'detector'
  | 'implementer'
  | 'detect-questions'
  | 'detect-again'
  | 'clarified'
  | 'draft-requirements'
  | 'draft-bugfix'
  | 'draft-design'
  | 'draft-tasks'
  | 'draft-spec'
  | 'draft-spec-bug'
  | 'draft-roadmap'
  | 'design-first'
  | 'requirements-after-design'
  | 'draft-request'
  | 'redraft-problems'
  | 'redraft-comment'
  | 'checks-failed'
  | 'no-change'
  | 'tried-before'
  | 'not-red'
  | 'stray-files'
  | 'changed-tests'
  | 'bug-order'
  | 'task-reproduce'
  | 'task-preserve'
  | 'task-fix';

/** Fills a prompt of `templates/prompts/`: all that a model reads and that is not data. */
export type RenderPrompt = (name: PromptName, values?: Readonly<Record<string, string>>) => string;

export function promptsFrom(packageRoot: string): RenderPrompt {
  return (name, values = {}) => {
    const template = readFileSync(join(packageRoot, 'templates', 'prompts', `${name}.md`), 'utf8');
    return renderTemplate(template, values).trimEnd();
  };
}
