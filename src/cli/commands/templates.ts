import { Command } from 'commander';
import type { TemplateList, TemplateStatus } from '../../app/templates.ts';
import type { TemplateUpgrade } from '../../app/upgrade-templates.ts';
import { exitCodes, type SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

/** `templates`, `templates list`, `eject`, `diff` and `upgrade`. */
export function templatesCommand(setExitCode: SetExitCode): Command {
  return new Command('templates')
    .description('have words of your own in the place of those that authors and implementers are told')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar templates list\n  $ ashlar templates eject draft-requirements\n  $ ashlar templates diff\n  $ ashlar templates upgrade',
    )
    .action(showList(setExitCode))
    .addCommand(listCommand(setExitCode))
    .addCommand(ejectCommand(setExitCode))
    .addCommand(diffCommand(setExitCode))
    .addCommand(upgradeCommand(setExitCode));
}

function listCommand(setExitCode: SetExitCode): Command {
  return new Command('list')
    .description('show all templates, and which of them are your own')
    .addHelpText('after', '\nExamples:\n  $ ashlar templates list\n  $ ashlar templates list --json')
    .action(showList(setExitCode));
}

function showList(setExitCode: SetExitCode) {
  return (_options: unknown, command: Command) =>
    runUseCase(command, setExitCode, async ({ wire }) => {
      const { listTemplates } = await import('../../app/templates.ts');
      const list = listTemplates(wire);
      return { text: describeList(list), data: { ...list } };
    });
}

function ejectCommand(setExitCode: SetExitCode): Command {
  return new Command('eject')
    .description('copy shipped templates to .ashlar/templates/prompts/, where your own go before them')
    .argument('<name...>', 'as `ashlar templates list` names them')
    .addHelpText('after', '\nExample:\n  $ ashlar templates eject draft-requirements draft-tasks')
    .action((names: string[], _options: unknown, command: Command) =>
      runUseCase(
        command,
        setExitCode,
        async ({ wire }) => {
          const { ejectTemplates } = await import('../../app/templates.ts');
          const ejected = ejectTemplates(names, wire);
          const lines = ejected.map(({ path }) => `${path} is yours now: edit it.`);
          return { text: [...lines, 'Commit .ashlar/templates with it.'].join('\n'), data: { ejected } };
        },
        { writesSettings: true },
      ),
    );
}

function diffCommand(setExitCode: SetExitCode): Command {
  return new Command('diff')
    .description('show what your own templates change of the shipped ones')
    .argument('[name...]', 'only these')
    .addHelpText('after', '\nExample:\n  $ ashlar templates diff draft-requirements')
    .action((names: string[], _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { diffTemplates } = await import('../../app/templates.ts');
        const templates = diffTemplates(names, wire);
        const changed = templates.filter(({ diff }) => diff !== '');
        const text = changed.map(({ diff }) => diff.trimEnd()).join('\n');
        return { text: text === '' ? 'All templates are as they are shipped.' : text, data: { templates } };
      }),
    );
}

function upgradeCommand(setExitCode: SetExitCode): Command {
  return new Command('upgrade')
    .description('bring what a new version changed in the shipped templates into your own')
    .argument('[name...]', 'only these')
    .option('--resolved', 'the named templates hold what you want of the shipped ones: ask no more about these changes')
    .addHelpText(
      'after',
      '\nWhere both changed the same lines, your file stays as it is and NAME.md.new holds both versions.\n\nExamples:\n  $ ashlar templates upgrade\n  $ ashlar templates upgrade draft-tasks --resolved',
    )
    .action((names: string[], options: { resolved?: boolean }, command: Command) =>
      runUseCase(
        command,
        setExitCode,
        async ({ wire }) => {
          const { upgradeTemplates } = await import('../../app/upgrade-templates.ts');
          const templates = upgradeTemplates({ names, resolved: options.resolved === true }, wire);
          const isOpen = templates.some(({ outcome }) => outcome === 'conflict');
          const text = templates.length === 0 ? 'No template is your own.' : templates.map(describeUpgrade).join('\n');
          return { text, data: { templates }, exitCode: isOpen ? exitCodes.needs_human : exitCodes.ok };
        },
        { writesSettings: true },
      ),
    );
}

function describeList({ templates, unknown }: TemplateList): string {
  return [
    ...templates.map(describeStatus),
    ...unknown.map((path) => `  ! ${path} is named for no template, so nothing reads it`),
  ].join('\n');
}

const states = { shipped: '', same: 'your own, not changed', edited: 'your own' } as const;

function describeStatus({ name, state, outdated, fault }: TemplateStatus): string {
  const news = outdated ? '; the shipped one changed → ashlar templates upgrade' : '';
  const line = `${name.padEnd(28)} ${states[state]}${news}`.trimEnd();
  return fault === undefined ? line : `${line}\n  ! cannot be used: ${fault}`;
}

const outcomes = {
  current: 'is up to date',
  updated: 'was not edited, and is the shipped one now',
  merged: 'holds your changes and the new ones',
  resolved: 'counts as up to date',
} as const;

function describeUpgrade({ name, outcome, path, newPath, why }: TemplateUpgrade): string {
  if (outcome !== 'conflict') return `${path} ${outcomes[outcome]}.`;
  return [
    `${path} was left as it is: ${why}.`,
    `  → decide in ${newPath}, move it over ${path}, then: ashlar templates upgrade ${name} --resolved`,
  ].join('\n');
}
