// npm test          runs test/*.test.js
// npm test -- loans runs test/loans.test.js
// Prints one line a test and the reason of each failure; no times, so that equal results read the same.
import { readdirSync } from 'node:fs';
import { run } from 'node:test';

const wanted = process.argv.slice(2);
const names = readdirSync('test').filter((name) => name.endsWith('.test.js')).sort();
const chosen = wanted.length === 0 ? names : wanted.map((name) => `${name}.test.js`);
const missing = chosen.filter((name) => !names.includes(name));
if (missing.length > 0) {
  console.log(`There is no test/${missing[0]}.`);
  process.exit(1);
}

let [passed, failed] = [0, 0];
for (const name of chosen) {
  console.log(name);
  let printed = '';
  for await (const { type, data } of run({ files: [`test/${name}`] })) {
    if (type === 'test:stderr') printed += data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isFile = data.name.endsWith('.test.js');
    if (isFile && (type === 'test:pass' || data.details.error.failureType === 'subtestsFailed')) continue;
    if (type === 'test:pass') passed += 1;
    else failed += 1;
    console.log(`  ${type === 'test:pass' ? 'ok  ' : 'FAIL'} ${isFile ? 'the file could not be run' : data.name}`);
    const thrown = isFile ? /^\w*Error.*$/m.exec(printed)?.[0] : undefined;
    if (type === 'test:fail') console.log(`       ${thrown ?? reasonOf(data.details.error.cause ?? data.details.error)}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function reasonOf(error) {
  if (error.code !== 'ERR_ASSERTION') return String(error.message ?? error).split('\n')[0];
  return `expected ${JSON.stringify(error.expected)}, got ${JSON.stringify(error.actual)}`;
}
