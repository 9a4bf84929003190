import { type Finder, type Toolchain, whereText } from '../toolchain.ts';

const makefile = /^(GNU)?[Mm]akefile$/;

export const make: Toolchain = {
  manifest: makefile,
  sources: /(?!)/,
  commands: {
    setup: [target('setup'), target('bootstrap'), target('deps')],
    build: [target('build')],
    test: [target('test'), target('tests'), target('check')],
    lint: [target('lint')],
    typecheck: [target('typecheck')],
  },
};

/** A rule for `name`, alone or among others; `name := value` is a variable. */
function target(name: string): Finder {
  const rule = new RegExp(`^(?:[\\w./%-]+[ \\t]+)*${name}(?:[ \\t]+[\\w./%-]+)*[ \\t]*::?(?![:=])`, 'm');
  return (folder) => {
    const found = whereText(makefile, rule, `make ${name}`)(folder);
    return found && { ...found, from: `${found.from} target ${name}` };
  };
}
