import ignore from 'ignore';

const mostAlternatives = 64;

/**
 * Tells of a path (relative, forward slashes) whether it matches one of `globs`. Globs are those of a .gitignore file, with
 * alternatives in braces: `*.ts` matches in every folder, `src/*.ts` in `src` only, `!…` takes back what came before.
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const rules = globs.flatMap((glob) => expandBraces(glob.trim().replace(/^(!?)\.\//, '$1')));
  const matcher = ignore({ ignorecase: false }).add(rules);
  return (path) => {
    const relative = path.replace(/^(\.\/)+/, '');
    return ignore.isPathValid(relative) && matcher.ignores(relative);
  };
}

/** `*.{ts,tsx}` gives `*.ts` and `*.tsx`; what is not closed, or gives too many, is taken as it stands. */
function expandBraces(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const group = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (group?.[1] === undefined) done.push(next);
    else for (const part of group[1].split(',').reverse()) open.push(next.replace(group[0], () => part));
    if (done.length + open.length > mostAlternatives) return [glob];
  }
  return done;
}
