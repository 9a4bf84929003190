// How long lint takes on 1,000 criteria with their tasks: node test/bench/lint.mjs
// The documents are parsed before the clock starts; a second figure has the parsing in it.
import { performance } from 'node:perf_hooks';
import { loadSource } from './load-source.mjs';
import { median, quantile } from './numbers.mjs';

const { lintSpec } = await loadSource('src/specs/lint/lint-spec.ts');
const { parseDocument } = await loadSource('src/specs/parse-document.ts');

const requirementCount = 100;
const criteriaEach = 10;
const shapes = [
  (n) => `WHEN the reader ${n} borrows a book THE Loan_Desk SHALL note the name and the day`,
  (n) => `IF the book ${n} is out, THEN THE Loan_Desk SHALL refuse the loan with an appropriate message, etc.`,
  (n) => `WHILE shelf ${n} is closed, THE Loan_Desk SHALL answer faster and SHALL retry within 5.`,
  (n) => `WHEN the sum is more than ${n} EUR THE Loan_Desk SHALL lock the account`,
  (n) => `THE slip ${n} SHALL be printed and handled as needed`,
];

const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1);
const requirements = numbers(requirementCount)
  .map((id) => {
    const criteria = numbers(criteriaEach).map((n) => `${n}. ${shapes[(id + n) % shapes.length](id * n)}`);
    return [`### Requirement ${id}: Part ${id}`, '', '#### Acceptance Criteria', '', ...criteria, ''].join('\n');
  })
  .join('\n');
const requirementsText = `# Requirements\n\n## Glossary\n\n- **Slip**: what a reader of the library gets\n\n${requirements}`;
const tasksText = numbers(requirementCount)
  .map(
    (id) =>
      `- [ ] ${id}. Build part ${id}\n  - _Requirements: ${id}.1-${id}.9_\n  - _Files: src/part-${id % 50}.ts_\n  - _Depends: ${Math.max(1, id - 1)}_`,
  )
  .join('\n')
  .replace('_Depends: 1_', '_Depends: _');

const parse = () => ({
  requirements: parseDocument('requirements', 'requirements.md', requirementsText),
  tasks: parseDocument('tasks', 'tasks.md', tasksText),
});
// `ashlar lint` does not compare the criteria of a document that has so many (limits.comparedCriteria); approval and ci do.
const lint = (spec) => lintSpec({ ...spec, skipsContradictions: true });
const spec = parse();
const measure = (work) => {
  const start = performance.now();
  work();
  return performance.now() - start;
};
const before = process.cpuUsage();
const first = measure(() => lint(spec));
const { user, system } = process.cpuUsage(before);
const warm = numbers(30).map(() => measure(() => lint(spec)));
const whole = numbers(30).map(() => measure(() => lint(parse())));
const compared = numbers(5).map(() => measure(() => lintSpec(spec)));
const describe = (values) => `median ${median(values).toFixed(1)} ms, p95 ${quantile(values, 0.95).toFixed(1)} ms`;

console.log(`${requirementCount * criteriaEach} criteria, ${requirementCount} tasks, ${lint(spec).length} findings`);
console.log(`first call  ${first.toFixed(1)} ms, of processor time ${((user + system) / 1000).toFixed(1)} ms`);
console.log(`lint        ${describe(warm)}`);
console.log(`with parse  ${describe(whole)}`);
console.log(`compared    ${describe(compared)}`);
