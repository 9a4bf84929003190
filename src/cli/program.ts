import { Command, type CommanderError, Option } from 'commander';
import { AshlarError } from '../base/errors.ts';
import { answerCommand } from './commands/answer.ts';
import { approveCommand } from './commands/approve.ts';
import { changeCommand } from './commands/change.ts';
import { ciCommand } from './commands/ci.ts';
import { costCommand } from './commands/cost.ts';
import { debugCommand } from './commands/debug.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { draftCommand } from './commands/draft.ts';
import { driftCommand } from './commands/drift.ts';
import { initCommand } from './commands/init.ts';
import { lintCommand } from './commands/lint.ts';
import { logCommand } from './commands/log.ts';
import { newCommand } from './commands/new.ts';
import { pauseCommand } from './commands/pause.ts';
import { policyCommand } from './commands/policy.ts';
import { rejectCommand } from './commands/reject.ts';
import { replayCommand } from './commands/replay.ts';
import { resumeCommand } from './commands/resume.ts';
import { runCommand } from './commands/run.ts';
import { signersCommand } from './commands/signers.ts';
import { statusCommand } from './commands/status.ts';
import { templatesCommand } from './commands/templates.ts';
import { traceCommand } from './commands/trace.ts';
import { trustCommand } from './commands/trust.ts';
import { undoCommand } from './commands/undo.ts';
import { waiveCommand } from './commands/waive.ts';
import { watchCommand } from './commands/watch.ts';
import { whyCommand } from './commands/why.ts';
import { exitCodeHelp, type SetExitCode } from './exit-codes.ts';
import { version } from './version.ts';
import { writeOwn } from './write-line.ts';

export function createProgram(setExitCode: SetExitCode): Command {
  const program = new Command('ashlar')
    .description(
      'Builds software to a spec: a backlog item becomes requirements, design and tasks that you approve;\nthen the tasks are worked through in git, each proved by a command that Ashlar itself runs.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help, also for a command: ashlar run --help')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .addHelpText('after', overview);
  addGlobalOptions(program);
  const commands = [
    initCommand(setExitCode),
    newCommand(setExitCode),
    draftCommand(setExitCode),
    approveCommand(setExitCode),
    rejectCommand(setExitCode),
    changeCommand(setExitCode),
    answerCommand(setExitCode),
    runCommand(setExitCode),
    resumeCommand(setExitCode),
    pauseCommand(setExitCode),
    undoCommand(setExitCode),
    statusCommand(setExitCode),
    watchCommand(setExitCode),
    driftCommand(setExitCode),
    lintCommand(setExitCode),
    logCommand(setExitCode),
    replayCommand(setExitCode),
    costCommand(setExitCode),
    traceCommand(setExitCode),
    whyCommand(setExitCode),
    waiveCommand(setExitCode),
    ciCommand(setExitCode),
    signersCommand(setExitCode),
    policyCommand(setExitCode),
    trustCommand(setExitCode),
    templatesCommand(setExitCode),
    demoCommand(setExitCode),
    doctorCommand(setExitCode),
    debugCommand(setExitCode),
  ];
  const all = commands.flatMap((command) => [command, ...command.commands]);
  for (const command of [program, ...all]) throwInsteadOfExit(command);
  for (const command of all) addGlobalOptions(command);
  for (const command of commands) program.addCommand(command);
  return program;
}

const overview = `
The way of a backlog item:
  $ ashlar new "Lock an account after five failed logins"
  $ ashlar approve lock-an-account         three times: requirements, design, tasks
  $ ashlar run lock-an-account             Ctrl-C or a crash at any moment loses nothing
  $ ashlar resume                          goes on where it stopped
  $ git merge ashlar/lock-an-account

${exitCodeHelp}`;

function addGlobalOptions(command: Command): Command {
  return command
    .addOption(new Option('--cwd <folder>', 'work in this folder instead of the current one'))
    .addOption(new Option('--model <provider:name>', 'anthropic:…, bedrock:…, openai:…, replay:FILE or scripted:FILE'))
    .addOption(
      new Option('--sandbox <name>', 'what keeps commands apart from your machine').choices([
        'bubblewrap',
        'seatbelt',
        'direct',
      ]),
    )
    .addOption(new Option('--trust', 'trust what this folder brings along as it is now (see ashlar trust)'))
    .addOption(new Option('--record <file>', 'record every model reply to a file that --model replay:FILE plays back'))
    .addOption(new Option('--json', 'print one JSON object at the end'))
    .addOption(new Option('--stream-json', 'print a JSON line an event; the last has "type":"result"'))
    .addOption(new Option('-q, --quiet', 'print no progress'))
    .addOption(new Option('--no-color', 'print no colours (also with NO_COLOR set)'))
    .addOption(new Option('--debug', 'print the stack of an error'));
}

/** Commander's own errors become ours, with its suggestion; help and version end the program with 0. */
function throwInsteadOfExit(command: Command): void {
  command.configureOutput({ writeErr: () => undefined, writeOut: (text) => writeOwn(1, text) });
  command.exitOverride((error: CommanderError) => {
    if (error.exitCode === 0) throw error;
    const [what = 'wrong usage', ...more] = error.message.replace(/^error: /, '').split('\n');
    const suggestion = more.join(' ').replace(/^\(|\)$/g, '');
    const next = [suggestion, `${commandPath(command)} --help`].filter((part) => part !== '').join(' ');
    throw new AshlarError({ kind: 'usage', what, next });
  });
}

function commandPath(command: Command): string {
  return command.parent === null ? command.name() : `${commandPath(command.parent)} ${command.name()}`;
}
