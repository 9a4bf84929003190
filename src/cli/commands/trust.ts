import { Command } from 'commander';
import type { TrustRequest, TrustStanding } from '../../app/trust.ts';
import { AshlarError } from '../../base/errors.ts';
import { askYes } from '../ask-yes.ts';
import { describeTrust } from '../describe-trust.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { isInteractive, readOptions } from '../options.ts';
import { type Finish, showFinish } from '../output.ts';

interface TrustOptions {
  list?: boolean;
  remove?: boolean;
  yes?: boolean;
}

/** Reads nothing of the folder but what it shows: no configuration, no git. */
export function trustCommand(setExitCode: SetExitCode): Command {
  return new Command('trust')
    .description('show what a folder brings along that would take effect, and trust it as it is now')
    .argument('[folder]', 'a folder of the repository', '.')
    .option('--list', 'show the folders that you trust')
    .option('--remove', 'trust the folder no more')
    .option('-y, --yes', 'trust it without being asked: you have looked at what it brings along')
    .addHelpText('after', '\nExamples:\n  $ ashlar trust\n  $ ashlar trust ../other --yes\n  $ ashlar trust --list')
    .action(async (folder: string, options: TrustOptions, command: Command) => {
      const shown = readOptions(command);
      setExitCode(showFinish(await decide(folder, options, command), shown));
    });
}

async function decide(folder: string, { list, remove, yes }: TrustOptions, command: Command): Promise<Finish> {
  const { readSurroundings } = await import('../read-surroundings.ts');
  const { askTrust, distrust, listTrusted, trust } = await import('../../app/trust.ts');
  const shown = readOptions(command);
  const surroundings = readSurroundings(shown);
  if (list) {
    const folders = listTrusted(surroundings);
    const lines = folders.map(
      ({ path, since, by, standing }) => `${path}  since ${since}, by ${by}${describeStanding(standing)}`,
    );
    return { text: lines.join('\n') || 'No folder is trusted.', data: { folders } };
  }
  if (remove) {
    const removed = distrust(folder, surroundings);
    return { text: removed ? 'It is trusted no more.' : 'It was not trusted.', data: { folder, removed } };
  }
  const request = askTrust(folder, surroundings);
  if (request.standing.state === 'trusted') {
    return { text: `${request.folder} is trusted as it is.`, data: { ...request, trusted: true } };
  }
  if (!yes && !(await isAgreed(request, isInteractive(shown)))) {
    return { text: 'Nothing was trusted.', data: { ...request, trusted: false } };
  }
  trust(request, surroundings);
  const text = `${yes ? `${describeTrust(request)}\n` : ''}${request.folder} is trusted as it is now; a change of what is listed asks again.`;
  return { text, data: { ...request, trusted: true } };
}

async function isAgreed(request: TrustRequest, interactive: boolean): Promise<boolean> {
  if (!interactive) {
    throw new AshlarError({
      kind: 'needs_human',
      what: `trusting ${request.folder} needs a human, and there is no terminal to ask at`,
      why: describeTrust(request),
      next: `look at these, then: ashlar trust ${request.folder} --yes`,
    });
  }
  return askYes(`${describeTrust(request)}\nTrust it?`);
}

function describeStanding(standing: TrustStanding): string {
  if (standing.state === 'trusted') return '';
  if (standing.state === 'changed') return `; changed since: ${standing.changes.join(', ')}`;
  return standing.why === undefined ? '' : `; ${standing.why}`;
}
