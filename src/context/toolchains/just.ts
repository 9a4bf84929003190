import { type Finder, type Toolchain, whereText } from '../toolchain.ts';

const justfile = /^\.?[Jj]ustfile$/;

export const just: Toolchain = {
  manifest: justfile,
  sources: /(?!)/,
  commands: {
    setup: [recipe('setup'), recipe('bootstrap'), recipe('deps')],
    build: [recipe('build')],
    test: [recipe('test'), recipe('tests'), recipe('check')],
    lint: [recipe('lint')],
    typecheck: [recipe('typecheck')],
  },
};

/** A recipe that can be run without arguments: its parameters, if any, have defaults or may be none. */
function recipe(name: string): Finder {
  const line = new RegExp(`^@?${name}(?:[ \\t]+(?:\\*\\$?\\w+|[$+]?\\w+=\\S+))*[ \\t]*:(?!=)`, 'm');
  return (folder) => {
    const found = whereText(justfile, line, `just ${name}`)(folder);
    return found && { ...found, from: `${found.from} recipe ${name}` };
  };
}
