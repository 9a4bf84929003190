// What `status` and `run` spend on suspects: 100 requirements with 10 criteria each, 100 tasks that are all proved, one
// criterion changed. Run with:
//   npx esbuild test/bench/suspects.mjs --bundle --platform=node --format=esm --outfile=dist/bench.mjs && node dist/bench.mjs
import { performance } from 'node:perf_hooks';
import { parseDocument } from '../../src/specs/parse-document.ts';
import { findSuspects } from '../../src/specs/suspects.ts';

const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1);
const criteria = numbers(10)
  .map((n) => `${n}. WHEN event ${n} happens THE SYSTEM SHALL answer ${n}`)
  .join('\n');
const requirementsText = numbers(100)
  .map((n) => `### Requirement ${n}: R${n}\n#### Acceptance Criteria\n${criteria}\n`)
  .join('\n');
const tasksText = numbers(100)
  .map((n) => `- [x] ${n}. T${n}\n  - _Requirements: ${n}.1_\n`)
  .join('');
const requirements = parseDocument('requirements', 'requirements.md', requirementsText);
const tasks = parseDocument('tasks', 'tasks.md', tasksText);
const now = parseDocument('requirements', 'requirements.md', requirementsText.replace('answer 1\n', 'answer one\n'));
const approved = (stage, { blocks }) => ({ fact: { type: 'approved', stage, blocks, whole: true } });
const evidence = tasks.tasks.map(({ id }) => ({ fact: { type: 'evidence', task: id, exitCode: 0, commit: 'c' } }));
const lines = [approved('requirements', requirements), approved('tasks', tasks), ...evidence];

const times = numbers(20).map(() => {
  const start = performance.now();
  findSuspects({ requirements: now, tasks }, lines);
  return performance.now() - start;
});
times.sort((a, b) => a - b);
console.log(
  `suspects among 1,000 criteria and 100 proved tasks: median ${times[10].toFixed(1)} ms, worst ${times[19].toFixed(1)} ms`,
);
