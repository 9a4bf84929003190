/** Prints one line a test and the message of each failure; no times, so that equal results read the same. */
export default async function* report(source) {
  const counts = { passed: 0, failed: 0 };
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' || data.name.endsWith('.js')) continue;
    const passed = type === 'test:pass';
    counts[passed ? 'passed' : 'failed'] += 1;
    yield `${passed ? 'ok  ' : 'FAIL'} ${data.name}\n`;
    if (!passed) yield `     ${(data.details.error.cause?.message ?? data.details.error.message).split('\n')[0]}\n`;
  }
  yield `${counts.passed} passed, ${counts.failed} failed\n`;
}
