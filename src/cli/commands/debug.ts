import { Argument, Command } from 'commander';
import { failpoints } from '../../base/failpoints.ts';
import type { SetExitCode } from '../exit-codes.ts';
import { readOptions } from '../options.ts';
import { showFinish } from '../output.ts';

export function debugCommand(setExitCode: SetExitCode): Command {
  return new Command('debug')
    .description('look into the program itself: failpoints lists where ASHLAR_FAILPOINT can stop it, for tests')
    .addArgument(new Argument('<what>', 'what to show').choices(['failpoints']))
    .addHelpText('after', form)
    .action((_what: string, _options: unknown, command: Command) => {
      const list = Object.entries(failpoints).map(([name, meaning]) => ({ name, meaning }));
      const text = list.map(({ name, meaning }) => `${name.padEnd(nameWidth)} ${meaning}`).join('\n');
      setExitCode(showFinish({ text, data: { failpoints: list } }, readOptions(command)));
    });
}

const nameWidth = 20;

const form = `
ASHLAR_FAILPOINT is one of:
  name:hit=kill        the process is killed, the hit-th time that the place is passed
  name:hit=throw       the place fails as any other step can
  name:hit=sleep:MS    the process stands still

Example:
  $ ashlar debug failpoints
  $ ASHLAR_FAILPOINT=git:committed:1=kill ashlar run lock-an-account; ashlar resume`;
