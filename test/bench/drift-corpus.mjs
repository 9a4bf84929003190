// Seeds drifts into real histories. Usage: node test/bench/drift-corpus.mjs REPOSITORY... [--commits N]
// For commits A of a repository, all symbols of the files that A changed are anchored. Then each symbol is changed, deleted
// or moved to another file, and the files are reformatted: whatever is reported then is a false flag. SHOW=1 names each.
// Takes the git folders of clones; writes below node_modules/.cache only.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { median } from './numbers.mjs';

const { reader, compare } = await load();
const read = reader.createSymbolReader();
const code = /\.([cm]?[jt]s|[jt]sx|py|go|rs|java|cs|rb|php|cpp|cc|c|h)$/;
const args = process.argv.slice(2);
const commitsWanted = Number(args[args.indexOf('--commits') + 1]) || 40;
const repositories = args.filter((arg) => !arg.startsWith('--') && !/^\d+$/.test(arg));

const counts = () => ({ seeded: 0, found: 0, noise: 0, flagged: 0, broken: 0, symbols: 0 });
const totals = counts();
const byClass = {};
const flagsOfCommits = [];
for (const repository of repositories) {
  const git = (...command) =>
    spawnSync('git', ['--git-dir', repository, ...command], { maxBuffer: 1 << 28 }).stdout.toString();
  const all = git('log', '--no-merges', '--diff-filter=M', '--format=%H', '-n', '1500').trim().split('\n');
  const step = Math.max(1, Math.floor(all.length / commitsWanted));
  const own = { ...counts(), byKind: {} };
  for (const commit of all.filter((_, index) => index % step === 0).slice(0, commitsWanted)) {
    const paths = git('diff-tree', '-r', '--no-commit-id', '--name-only', '--diff-filter=AM', commit)
      .trim()
      .split('\n');
    const before = own.flagged;
    for (const path of paths.filter((each) => code.test(each)).slice(0, 5))
      await tryFile(path, git('show', `${commit}:${path}`), own);
    flagsOfCommits.push(own.flagged - before);
  }
  for (const key of Object.keys(totals)) totals[key] += own[key];
  console.log(repository, JSON.stringify(own));
}
console.log(
  'all',
  JSON.stringify(totals),
  'found',
  (totals.found / totals.seeded).toFixed(4),
  'false',
  (totals.flagged / totals.noise).toFixed(4),
  'false flags a commit, median',
  median(flagsOfCommits),
);
for (const [name, { seeded, found }] of Object.entries(byClass)) {
  console.log(`${name}: ${found} of ${seeded}, ${((100 * found) / seeded).toFixed(1)} %`);
}

async function tryFile(path, text, own) {
  const before = await read(path, text);
  if (before.unread !== undefined || before.symbols.length === 0) return;
  own.symbols += before.symbols.length;
  own.broken += before.symbols.filter(({ isBroken }) => isBroken).length;
  for (const [kind, change] of Object.entries(noises(path))) {
    const changed = change(text);
    if (changed === text) continue;
    const after = await read(path, changed);
    const flags = compare.changedSymbols(after.symbols, before.symbols);
    own.noise += before.symbols.length;
    own.flagged += flags.length;
    if (flags.length > 0) {
      own.byKind[kind] = (own.byKind[kind] ?? 0) + flags.length;
      if (process.env.SHOW)
        show(
          kind,
          path,
          flags[0],
          after.symbols.find(({ symbol }) => symbol === flags[0].symbol),
        );
    }
  }
  await seedEach({ path, text, before }, own);
}

async function seedEach({ path, text, before }, own) {
  const lines = text.split('\n');
  for (const symbol of before.symbols.filter((each) => each.symbol !== '(file)' && each.size > 6).slice(0, 12)) {
    const end = Math.min(lines.length, symbol.line + 40);
    await takeAway({ path, lines, symbol, symbols: before.symbols }, own);
    const seed = seedIn(lines, symbol.line - 1, end);
    if (seed === undefined) continue;
    const after = await read(path, seed.text);
    const flags = compare.changedSymbols(after.symbols, before.symbols);
    note(own, {
      name: `changed (${seed.kind})`,
      isFound: flags.length > 0,
      what: `${path} ${symbol.symbol} ${seed.what}`,
    });
  }
}

function note(own, { name, isFound, what }) {
  byClass[name] ??= { seeded: 0, found: 0 };
  byClass[name].seeded++;
  own.seeded++;
  if (isFound) {
    byClass[name].found++;
    own.found++;
  } else if (process.env.SHOW) console.log('MISSED', name, what);
}

/** Its lines are taken out of the file, and stand alone in another one. Only where no other symbol shares them. */
async function takeAway({ path, lines, symbol, symbols }, own) {
  if (symbol.symbol.includes('.') || symbols.some(({ symbol: other }) => other.startsWith(`${symbol.symbol}.`))) return;
  const next = symbols.map(({ line }) => line).filter((line) => line > symbol.line);
  const end = Math.min(lines.length + 1, ...next) - 1;
  const part = lines.slice(symbol.line - 1, end).join('\n');
  const alone = await read(path, part);
  if (alone.isBroken || alone.symbols.length !== 1 || alone.symbols[0].symbol !== symbol.symbol) return;
  const rest = await read(path, [...lines.slice(0, symbol.line - 1), ...lines.slice(end)].join('\n'));
  const isGone =
    rest.symbols.filter(({ symbol: other }) => other === symbol.symbol).length <
    symbols.filter(({ symbol: other }) => other === symbol.symbol).length;
  note(own, { name: 'deleted', isFound: isGone, what: `${path} ${symbol.symbol}` });
  note(own, { name: 'moved', isFound: alone.symbols[0].hash === symbol.hash, what: `${path} ${symbol.symbol}` });
}

function show(kind, path, before, after) {
  const [old, now] = [before, after].map((symbol) => symbol?.code.split('\0') ?? []);
  const at = old.findIndex((token, index) => token !== now[index]);
  console.log(
    kind,
    path,
    before.symbol,
    JSON.stringify(old.slice(at - 3, at + 6)),
    JSON.stringify(now.slice(at - 3, at + 6)),
  );
}

/** The first thing from the symbol's line on that can be made to mean something else. */
function seedIn(lines, from, to) {
  const changes = [
    ['comparison', /([^=<>!])==(=?)([^=])/, '$1!=$2$3'],
    ['number', /\b(\d+)\b/, (digits) => `${Number(digits) + 1}`],
    ['truth', /\btrue\b/i, (word) => (word === 'True' ? 'False' : 'false')],
    ['and', / && /, ' || '],
    ['and', / and /, ' or '],
    ['result', /\breturn (\w)/, 'return not_$1'],
    ['method', /\.(\w+)\(/, '.$1Other('],
    ['function', /(\w)\(/, '$1Other('],
  ];
  for (const [kind, pattern, to_] of changes) {
    for (let at = from; at < to; at++) {
      const line = lines[at] ?? '';
      if (/^\s*(?:\/\/|#|\*|\/\*|import |use |using |from |package |""")/.test(line) || !pattern.test(line)) continue;
      const plain = line.replace(/(["'`]).*?\1/g, '').replace(/(?:\/\/|#).*$/, '');
      if (
        !pattern.test(plain) ||
        line !== line.replace(/(["'`]).*?\1/g, (x) => x.replace(pattern, to_)) ||
        /(?:\/\/|#|""")/.test(line)
      )
        continue;
      if (isInText(lines, at)) continue;
      const changed = line.replace(pattern, to_);
      return {
        text: [...lines.slice(0, at), changed, ...lines.slice(at + 1)].join('\n'),
        kind,
        what: `${line.trim()} → ${changed.trim()}`,
      };
    }
  }
  return undefined;
}

/** Within a docstring or a block comment. */
function isInText(lines, at) {
  const before = lines.slice(0, at).join('\n');
  return (before.match(/"""/g)?.length ?? 0) % 2 === 1 || before.lastIndexOf('/*') > before.lastIndexOf('*/');
}

function noises(path) {
  const python = /\.pyi?$/.test(path);
  const comment = python || path.endsWith('.rb') ? '# a remark' : '// a remark';
  return {
    comments: (text) =>
      text
        .split('\n')
        .flatMap((line) =>
          /^\s*(?:def |function |func |public |export |fn |pub fn |class )/.test(line) &&
          !/[`\\]/.test(text) &&
          !text.includes('"""')
            ? [`${/^\s*/.exec(line)[0]}${comment}`, line]
            : [line],
        )
        .join('\n'),
    blankLines: (text) => (/[`]|"""|r#?"|<<[~-]?[A-Z'"]/.test(text) ? text : text.replace(/([;{}])\n/g, '$1\n\n')),
    indent: (text) =>
      python || /[`]|"""|r#?"|\\\n|<<[~-]?[A-Z'"]/.test(text) ? text : text.replace(/^( +)/gm, '$1$1'),
    crlf: (text) => (/[`]|"""|r#?"|\\\n|<<[~-]?[A-Z'"]/.test(text) ? text : text.replaceAll('\n', '\r\n')),
    quotes: (text) =>
      /\.(?:[cm]?[jt]sx?|py)$/.test(path) && !/[`\\]|"""/.test(text)
        ? text.replaceAll(/^[^"#/]*$/gm, (line) => (/\w'\w/.test(line) ? line : line.replaceAll(/'([^']*)'/g, '"$1"')))
        : text,
  };
}

async function load() {
  const folder = new URL('../../node_modules/.cache/ashlar-bench/', import.meta.url).pathname;
  mkdirSync(folder, { recursive: true });
  const of = async (name) => {
    const entry = new URL(`../../src/context/anchors/${name}.ts`, import.meta.url).pathname;
    await build({
      entryPoints: [entry],
      outfile: join(folder, `${name}.mjs`),
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'warning',
    });
    return import(join(folder, `${name}.mjs`));
  };
  return { reader: await of('read-symbols'), compare: await of('compare-symbols') };
}
