import { Command } from 'commander';
import type { Signers } from '../../app/signers.ts';
import { AshlarError } from '../../base/errors.ts';
import { askYes } from '../ask-yes.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { isInteractive } from '../options.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';

interface AddOptions {
  name?: string;
  yes?: boolean;
}

/** `signers`, `signers add` and `signers remove`. */
export function signersCommand(setExitCode: SetExitCode): Command {
  return new Command('signers')
    .description('show whose decisions count on this machine: its own key, the signers you trust, and those you do not')
    .addHelpText('after', '\nExamples:\n  $ ashlar signers\n  $ ashlar signers --json')
    .action((_options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { listSigners } = await import('../../app/signers.ts');
        const signers = listSigners(wire);
        return { text: describe(signers), data: { ...signers } };
      }),
    )
    .addCommand(addCommand(setExitCode))
    .addCommand(removeCommand(setExitCode));
}

function addCommand(setExitCode: SetExitCode): Command {
  return new Command('add')
    .description('have the decisions of a signer count on this machine, in every repository')
    .argument('<fingerprint>', 'SHA256:… as `ashlar signers` shows it to its owner; compare it with them')
    .option('--name <name>', 'whose key it is; the name in the ledger otherwise')
    .option('-y, --yes', 'add without being asked: you have compared the fingerprint')
    .addHelpText('after', '\nExample:\n  $ ashlar signers add SHA256:… --name "Ann of the payments team"')
    .action((fingerprint: string, options: AddOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) => add(fingerprint, options, context)),
    );
}

async function add(fingerprint: string, options: AddOptions, context: CommandContext): Promise<Finish> {
  const { addSigner, askSigner } = await import('../../app/signers.ts');
  const { name, says } = askSigner({ fingerprint, name: options.name }, context.wire);
  if (options.yes !== true) {
    if (!isInteractive(context.options)) throw needsHuman(fingerprint);
    const seen = [`${fingerprint} (${name})`, ...says.map((line) => `  ${line}`)].join('\n');
    if (!(await askYes(`${seen}\nShall all that this key signed count here? Compare the fingerprint.`))) {
      return { text: 'Nothing was added.', data: { fingerprint, added: false } };
    }
  }
  const { signer, added } = addSigner({ fingerprint, name }, context.wire);
  const said = added ? 'counts from now on' : 'was trusted already';
  return { text: `${signer.fingerprint} (${signer.name}) ${said}.`, data: { ...signer, added } };
}

function needsHuman(fingerprint: string): AshlarError {
  return new AshlarError({
    kind: 'needs_human',
    what: 'trusting a signer needs a human, and there is no terminal to ask at',
    next: `compare the fingerprint with its owner, then: ashlar signers add ${fingerprint} --yes`,
  });
}

function removeCommand(setExitCode: SetExitCode): Command {
  return new Command('remove')
    .description('trust a signer no more: nothing that the key signed counts here, also what was signed before')
    .argument('<fingerprint>', 'SHA256:… as `ashlar signers` lists it')
    .addHelpText('after', '\nExample:\n  $ ashlar signers remove SHA256:…')
    .action((fingerprint: string, _options: unknown, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { removeSigner } = await import('../../app/signers.ts');
        const signer = removeSigner(fingerprint, wire);
        return { text: `${signer.fingerprint} (${signer.name}) counts no more.`, data: { ...signer, removed: true } };
      }),
    );
}

function describe({ own, trusted, unknown }: Signers): string {
  const strangers = unknown.flatMap(({ fingerprint, names, lines }) => [
    `  ${fingerprint}  ${names.join(', ')}`,
    ...lines.map(({ spec, line, says }) => `    ${spec}, line ${line}: ${says}`),
    `    → ashlar signers add ${fingerprint}`,
  ]);
  return [
    'This machine:',
    own === undefined ? '  no key yet; the first decision makes one' : `  ${own}`,
    ...(trusted.length === 0 ? [] : ['Trusted:']),
    ...trusted.map(({ fingerprint, name, since }) => `  ${fingerprint}  ${name}, since ${since}`),
    ...(strangers.length === 0 ? [] : ['Unknown; what they signed does not count here:']),
    ...strangers,
  ].join('\n');
}
