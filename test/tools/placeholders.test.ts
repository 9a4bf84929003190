import { expect, test } from 'vitest';
import { isPlaceholder } from '../../src/tools/placeholders.ts';

test.each([
  '// ... rest of code',
  '# ... existing code ...',
  '  // … unchanged …',
  '[unchanged]',
  '[... rest of file unchanged ...]',
  '/* ... existing methods ... */',
  '{/* ... rest of the component ... */}',
  '<!-- ... existing content ... -->',
  '-- ... other fields',
  '// rest of the file remains unchanged',
  '# rest of the code stays the same',
  '... remaining implementation ...',
  '// ... rest of handleSubmit',
  '(rest of the file unchanged)',
])('%j stands for text that was left out', (line) => {
  expect(isPlaceholder(line)).toBe(true);
});

test.each([
  '',
  '...',
  '    ...',
  '// ...',
  'return [...existing, item];',
  '  ...rest,',
  '...rest',
  '[...existing]',
  '[...other, ...same]',
  '...(existing ?? {}),',
  '// existing code paths rely on this order',
  '// The rest of the buffer is zeroed before it is reused.',
  '# Loading...',
  '[existing]',
  '[rest]',
  'const same = [...other];',
  '* the same as before, but faster',
  '// All other cases throw.',
  'print("... rest of code")',
])('%j may be written', (line) => {
  expect(isPlaceholder(line)).toBe(false);
});
