import { expect, test } from 'vitest';
import { cleanEvent } from '../../src/app/clean-journal.ts';
import { noteHidden } from '../../src/app/note-hidden.ts';
import { createRedactor } from '../../src/base/redact.ts';
import type { Event, JournaledEvent } from '../../src/domain/event.ts';
import { userText } from '../../src/domain/message.ts';
import { drain, ofType } from '../support/drain.ts';

async function* only(event: Event): AsyncGenerator<Event, void> {
  yield event;
}

const opened = (text: string): JournaledEvent => ({
  type: 'session_opened',
  session: 's',
  role: 'author',
  model: 'm',
  system: 'You write.',
  tools: [],
  first: userText(text),
});

test('hidden text in what an agent is told first is told to a person, with where it came from', async () => {
  const brief =
    '<steering from="AGENTS.md">\none\ntwo\u202e\n</steering>\n\n<backlog-item>\na\u{E0041}\u{E0042}\n</backlog-item>';
  const { events } = await drain(noteHidden(only(opened(brief))));
  expect(ofType(events, 'note').map(({ text }) => text)).toEqual([
    'hidden text in AGENTS.md, line 2 of what is told of it: 1 bidi control',
    'hidden text in the backlog item: 2 tag characters',
  ]);
});

test('what is stored of it has neither hidden characters nor secrets, and a second time changes nothing', () => {
  const redactor = createRedactor();
  const stored = cleanEvent(opened('a\u{E0041} AKIAQ3EGXWZ7TLMNOPQR'), redactor);
  expect(stored).toEqual(opened('a\\u{e0041} [redacted:aws-key]'));
  expect(cleanEvent(stored, redactor)).toEqual(stored);
});

test('the seal of a reasoning stays, a secret in it does not', () => {
  const seal = 'AKIAQ3EGXWZ7TLMNOPQR';
  const event: JournaledEvent = {
    type: 'model_replied',
    session: 's',
    turn: 1,
    message: {
      role: 'assistant',
      content: [{ type: 'thinking', provider: 'anthropic', body: { thinking: `it is ${seal}`, signature: seal } }],
    },
    stopReason: 'end_turn',
    usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
    durationMs: 1,
  };
  expect(cleanEvent(event, createRedactor())).toMatchObject({
    message: { content: [{ body: { thinking: 'it is [redacted:aws-key]', signature: seal } }] },
  });
});
