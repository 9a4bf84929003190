import { Command } from 'commander';
import { AshlarError } from '../../base/errors.ts';
import { askYes } from '../ask-yes.ts';
import { exitCodes, type SetExitCode } from '../exit-codes.ts';
import { isInteractive } from '../options.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';

/** `policy list`, `check`, `explain`, `test`, `edit` and `add`. */
export function policyCommand(setExitCode: SetExitCode): Command {
  return new Command('policy')
    .description('what agents may do: show the policies, ask them, try them, add your own in your own words')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar policy list\n  $ ashlar policy check runCommand "npm install left-pad"\n  $ ashlar policy check writeFile .github/workflows/ci.yml\n  $ ashlar policy add "migrations always need my approval; never touch infra/"\n  $ ashlar policy test',
    )
    .action(showList(setExitCode))
    .addCommand(listCommand(setExitCode))
    .addCommand(checkCommand(setExitCode))
    .addCommand(explainCommand(setExitCode))
    .addCommand(testCommand(setExitCode))
    .addCommand(editCommand(setExitCode))
    .addCommand(addCommand(setExitCode));
}

function listCommand(setExitCode: SetExitCode): Command {
  return new Command('list')
    .description('show the policies in force, in the order in which they decide: shipped, yours, the repository’s')
    .addHelpText('after', '\nExamples:\n  $ ashlar policy list\n  $ ashlar policy list --json')
    .action(showList(setExitCode));
}

function showList(setExitCode: SetExitCode) {
  return (_options: unknown, command: Command) =>
    runUseCase(command, setExitCode, async ({ wire }) => {
      const { listPolicies } = await import('../../app/policy-check.ts');
      const { describeRules } = await import('../describe-policy.ts');
      const rules = await listPolicies(wire);
      return { text: describeRules(rules), data: { policies: rules } };
    });
}

interface CheckOptions {
  role: string;
  task?: string;
  files?: string[];
  only?: string[];
}

function checkCommand(setExitCode: SetExitCode): Command {
  return new Command('check')
    .description('say what would be decided now; nothing is run. Ends with 0 for allow, 6 for ask, 8 for deny')
    .argument('<action>', 'readFile, writeFile, deleteFile, runCommand, connect, installPackage …; or a command alone')
    .argument('[resource]', 'a path, a command, host:port, or manager:package')
    .option('--role <role>', 'author, detector or implementer', 'implementer')
    .option('--task <id>', 'as if the agent worked on that task')
    .option('--files <file...>', 'as if the task named these files')
    .option('--only <program...>', 'as if no other programs were allowed')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar policy check writeFile src/login.ts --files src/login.ts\n  $ ashlar policy check runCommand "git push --force"\n  $ ashlar policy check "rm -rf build" --json',
    )
    .action((action: string, resource: string | undefined, options: CheckOptions, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { checkPolicy } = await import('../../app/policy-check.ts');
        const { describeAnswer } = await import('../describe-policy.ts');
        const asked = resource === undefined ? { action: 'runCommand', resource: action } : { action, resource };
        const { role, task = '', files = [], only } = options;
        const answer = await checkPolicy({ ...asked, role, task, files, ...(only && { only }) }, wire);
        const codes = { allow: exitCodes.ok, ask: exitCodes.needs_human, deny: exitCodes.denied };
        return { text: describeAnswer(answer), data: { ...answer }, exitCode: codes[answer.effect] };
      }),
    );
}

function explainCommand(setExitCode: SetExitCode): Command {
  return new Command('explain')
    .description('say of a step of a run which policy decided on its call, and why')
    .argument('<step>', 'its number in `ashlar log`')
    .addHelpText('after', '\nExample:\n  $ ashlar log && ashlar policy explain 42')
    .action((step: string, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { explainStep } = await import('../../app/policy-explain.ts');
        const { describeExplained } = await import('../describe-policy.ts');
        const explained = await explainStep(step, wire);
        return { text: describeExplained(explained), data: { ...explained } };
      }),
    );
}

function testCommand(setExitCode: SetExitCode): Command {
  return new Command('test')
    .description('run the shipped cases and those of .ashlar/policy/tests.yaml against the policies in force')
    .addHelpText(
      'after',
      '\nA case: - { action: writeFile, resource: infra/main.tf, expect: deny, policy: never-infra }\n\nExamples:\n  $ ashlar policy test\n  $ ashlar policy test --json',
    )
    .action((_options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { testPolicies } = await import('../../app/policy-tests.ts');
        const { describeTests } = await import('../describe-policy.ts');
        const results = await testPolicies(wire);
        const isGreen = results.every(({ passed }) => passed);
        return {
          text: describeTests(results),
          data: { passed: isGreen, results },
          exitCode: isGreen ? exitCodes.ok : exitCodes.verification,
        };
      }),
    );
}

function editCommand(setExitCode: SetExitCode): Command {
  return new Command('edit')
    .description('write policies of the repository in $EDITOR; they are checked when it closes')
    .argument('<name>', 'of the file .ashlar/policy/NAME.cedar')
    .addHelpText('after', '\nExample:\n  $ ashlar policy edit infra')
    .action((name: string, _options: unknown, command: Command) =>
      runUseCase(
        command,
        setExitCode,
        async ({ wire, options }) => {
          const { preparePolicyFile, readEdited } = await import('../../app/policy-edit.ts');
          const file = preparePolicyFile(name, wire);
          if (!isInteractive(options)) throw noEditor(file.shown);
          const { editFiles } = await import('../edit-files.ts');
          editFiles([file.path]);
          const rules = await readEdited(file, wire);
          return {
            text: `${file.shown} is valid: ${rules.map(({ id }) => id).join(', ') || 'no policy'}.`,
            data: { file: file.shown, rules },
          };
        },
        { writesSettings: true },
      ),
    );
}

function noEditor(file: string): AshlarError {
  return new AshlarError({
    kind: 'needs_human',
    what: 'an editor needs a terminal, and there is none',
    next: `write ${file} with any editor, then: ashlar policy test`,
  });
}

interface AddOptions {
  confirm?: string;
  yes?: boolean;
}

function addCommand(setExitCode: SetExitCode): Command {
  return new Command('add')
    .description(
      'say in your own words what shall hold: the model drafts it in Cedar, you see what it would have changed, and confirm',
    )
    .argument('[words]', 'what agents must never do, or only with your approval')
    .option('--confirm <hash>', 'put the draft with that hash in force: you have read it')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar policy add "migrations always need my approval; never touch infra/"\n  $ ashlar policy add --confirm 3f9a01c2b7d4',
    )
    .action((words: string | undefined, options: AddOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) => add(words, options, context), { writesSettings: true }),
    );
}

async function add(
  words: string | undefined,
  { confirm }: AddOptions,
  { wire, options }: CommandContext,
): Promise<Finish> {
  const { confirmPolicy, draftPolicy } = await import('../../app/policy-add.ts');
  if (confirm !== undefined) return added(await confirmPolicy(confirm, wire));
  if (words === undefined || words.trim() === '') {
    throw new AshlarError({
      kind: 'usage',
      what: 'no words were given',
      next: 'ashlar policy add "never touch infra/"',
    });
  }
  const { describeDraft } = await import('../describe-policy.ts');
  const draft = await draftPolicy(words, wire);
  const next = `ashlar policy add --confirm ${draft.hash}`;
  if (!isInteractive(options)) {
    const text = `${describeDraft(draft)}\n\nNothing is in force yet. Put it in force with: ${next}`;
    return { text, data: { ...draft, confirmed: false, next }, exitCode: exitCodes.needs_human };
  }
  if (!(await askYes(`${describeDraft(draft)}\n\nPut it in force?`))) {
    return { text: `Nothing was changed. The draft stays: ${next}`, data: { ...draft, confirmed: false } };
  }
  return added(await confirmPolicy(draft.hash, wire));
}

function added({ file, rules }: { file: string; rules: readonly { id: string }[] }): Finish {
  const names = rules.map(({ id }) => id);
  return {
    text: `${file} is in force: ${names.join(', ')}. Commit it to have it for all.`,
    data: { file, policies: names, confirmed: true },
  };
}
