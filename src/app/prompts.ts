import { renderTemplate } from '../base/template.ts';
import { keepInside } from '../context/fence.ts';
import { readTemplate, type TemplateFolders } from './template-files.ts';

export type PromptName =
  | 'author'
  | 'detector'
  | 'implementer'
  | 'detect-questions'
  | 'detect-again'
  | 'formaliser'
  | 'formalise'
  | 'formalise-again'
  | 'clarified'
  | 'draft-handed-over'
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
  | 'hand-off-draft'
  | 'handed-over'
  | 'no-change'
  | 'tried-before'
  | 'not-red'
  | 'stray-files'
  | 'changed-tests'
  | 'commit-denied'
  | 'bug-order'
  | 'task-reproduce'
  | 'task-preserve'
  | 'task-fix';

/** Fills a prompt: the team's of `.ashlar/templates/prompts/`, else the shipped one. All that a model reads and that is not data. */
export type RenderPrompt = (name: PromptName, values?: Readonly<Record<string, string>>) => string;

export function promptsFrom(folders: TemplateFolders): RenderPrompt {
  return (name, values = {}) => {
    const template = readTemplate(folders, name);
    return renderTemplate(template, keepValuesInside(template, values)).trimEnd();
  };
}

/** What stands in a section of its own cannot close it: `<backlog-item>`, then the value, then `</backlog-item>`. */
function keepValuesInside(template: string, values: Readonly<Record<string, string>>): Record<string, string> {
  const kept = { ...values };
  for (const [, tag = '', name = ''] of template.matchAll(/<([a-z][a-z-]*)>\s*\{\{(\w+)\}\}\s*<\/\1>/g)) {
    const value = kept[name];
    if (value !== undefined) kept[name] = keepInside(tag, value);
  }
  return kept;
}
