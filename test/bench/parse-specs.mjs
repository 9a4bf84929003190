// Bundled and run by measure-specs.mjs: reads tasks of a given length, and hostile text of two lengths.
import { parseDocument } from '../../src/specs/parse-document.ts';

const [lines = '0', rounds = '0', hostileMb = '0'] = process.argv.slice(1);
const kinds = ['requirements', 'bugfix', 'design', 'tasks'];

const tasks = Array.from({ length: Number(lines) / 5 }, (_, n) =>
  [
    `- [${n % 2 ? 'x' : ' '}] ${n + 1}. Do the part ${n + 1} of it`,
    `  - Write \`src/part-${n}.ts\` with **its** tests`,
    '  - Keep what callers see as it is',
    `  - _Requirements: ${n}.1-${n}.3, ${n}.5_`,
    '',
  ].join('\n'),
).join('\n');

const hostile = ['# ', '- [ ] ', '- [ ] 1. a\n', '`', '*', '1.', '<!--', '| ', '\n', '[TODO'];
const parse = (text) => (kind) => parseDocument(kind, kind, text);

const times = { document: [], half: [], whole: [] };
for (let n = 0; n < Number(rounds); n++) times.document.push(timed(() => parse(tasks)('tasks')));
for (const part of hostile) {
  const whole = part.repeat((Number(hostileMb) * 1_000_000) / part.length);
  times.half.push(timed(() => kinds.forEach(parse(whole.slice(0, whole.length / 2)))));
  times.whole.push(timed(() => kinds.forEach(parse(whole))));
}
process.stdout.write(JSON.stringify(times));

/** Milliseconds of processor time, so that what else runs on the machine does not count. */
function timed(work) {
  const startedAt = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(startedAt);
  return (user + system) / 1_000;
}
