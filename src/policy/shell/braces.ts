/** The words that `a{b,c}d` stands for; undefined for what is nested, a range, or more than a person would write. */
export function expandBraces(word: string): readonly string[] | undefined {
  const open = [word];
  const done: string[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const group = /\{([^{}]*)\}/.exec(next);
    if (group?.[1] === undefined) done.push(next);
    else if (group[0] === '{}') done.push(next);
    else if (/\.\./.test(group[1])) return undefined;
    else if (!group[1].includes(',')) done.push(next);
    else for (const part of group[1].split(',').reverse()) open.push(next.replace(group[0], () => part));
    if (open.length + done.length > mostWords) return undefined;
  }
  return done;
}

const mostWords = 64;
