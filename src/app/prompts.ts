import { renderTemplate } from '../base/template.ts';
import { readTemplate, type TemplateFolders } from './template-files.ts';

export type PromptName =
  | 'author'
  | 'detector'
  | 'implementer'
  | 'detect-questions'
  | 'detect-again'
  | 'clarified'
  | 'draft-requirements'
  | 'draft-requirements-gherkin'
  | 'draft-bugfix'
  | 'draft-design'
  | 'draft-tasks'
  | 'draft-spec'
  | 'draft-spec-bug'
  | 'draft-policy'
  | 'draft-roadmap'
  | 'design-first'
  | 'requirements-after-design'
  | 'draft-request'
  | 'redraft-problems'
  | 'redraft-comment'
  | 'redraft-block'
  | 'change-request'
  | 'checks-failed'
  | 'hand-off'
  | 'handed-over'
  | 'no-change'
  | 'tried-before'
  | 'not-red'
  | 'stray-files'
  | 'changed-tests'
  | 'bug-order'
  | 'task-reproduce'
  | 'task-preserve'
  | 'task-fix';

/** Fills a prompt: the team's of `.ashlar/templates/prompts/`, else the shipped one. All that a model reads and that is not data. */
export type RenderPrompt = (name: PromptName, values?: Readonly<Record<string, string>>) => string;

export function promptsFrom(folders: TemplateFolders): RenderPrompt {
  return (name, values = {}) => renderTemplate(readTemplate(folders, name), values).trimEnd();
}
