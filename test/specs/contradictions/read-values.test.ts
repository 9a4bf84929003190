import { expect, test } from 'vitest';
import { takeValues } from '../../../src/specs/contradictions/read-values.ts';

test.each([
  ['show it in red', { colour: 'red' }],
  ['return the export as json', { format: 'json' }],
  ['deliver the report in xml format', { format: 'xml' }],
  ['encode it as utf-8', { encoding: 'utf-8' }],
  ['list the files newest first', { order: 'down' }],
  ['sort the orders from oldest to newest', { order: 'up' }],
  ['sync the file at once', { moment: 'now' }],
  ['update the stock at the end of the day', { moment: 'later' }],
  ['display times in 12-hour format with am and pm', { clock: '12' }],
  ['run the backup at 02:00', { hour: '2' }],
  ['raise an alert with high priority', { priority: 'high' }],
])('%s gives a value', (text, values) => {
  expect(Object.fromEntries(takeValues(text).values)).toEqual(values);
});

test.each(['show the red button', 'wait 24 hours', 'play the english lesson', 'list pdf and csv files'])(
  '%s names a thing and gives no value',
  (text) => {
    expect(takeValues(text)).toEqual({ values: new Map(), channels: [], rest: text });
  },
);

test('the ways that a message takes are told apart from its values', () => {
  expect(takeValues('notify the user by sms').channels).toEqual(['sms']);
  expect(takeValues('send the code by e-mail only').channels).toEqual(['email']);
});
