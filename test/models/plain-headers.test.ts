import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Headers as PlainHeaders } from '../../src/models/plain-headers.ts';

const names = fc.constantFrom('Accept', 'accept', 'X-Api-Key', 'content-type', 'Retry-After');
const values = fc.stringMatching(/^[ -~]{0,12}$/);
const steps = fc.array(
  fc.oneof(
    fc.record({ verb: fc.constantFrom('set' as const, 'append' as const), name: names, value: values }),
    fc.record({ verb: fc.constant('delete' as const), name: names, value: values }),
  ),
);

test('whatever is done to them, they say what the headers of the platform say', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(names, values)), steps, (from, verbs) => {
      const [plain, native] = [new PlainHeaders(from), new Headers(from)];
      for (const { verb, name, value } of verbs) {
        for (const headers of [plain, native]) verb === 'delete' ? headers.delete(name) : headers[verb](name, value);
      }
      expect([...plain]).toEqual([...native]);
      expect([...plain.keys(), ...plain.values()]).toEqual([...native.keys(), ...native.values()]);
      for (const name of ['ACCEPT', 'x-api-key', 'retry-after', 'none']) {
        expect([plain.get(name), plain.has(name)]).toEqual([native.get(name), native.has(name)]);
      }
      const visited: string[] = [];
      plain.forEach((value, name) => {
        visited.push(`${name}: ${value}`);
      });
      expect(visited).toEqual([...native].map(([name, value]) => `${name}: ${value}`));
    }),
  );
});

test.each([
  ['a name with a space', 'x y', 'v'],
  ['no name', '', 'v'],
  ['a value of two lines', 'x', 'v\r\nset-cookie: a'],
])('%s is refused, as by the platform', (_, name, value) => {
  expect(() => new PlainHeaders({ [name]: value })).toThrow(TypeError);
  expect(() => new Headers({ [name]: value })).toThrow(TypeError);
});
