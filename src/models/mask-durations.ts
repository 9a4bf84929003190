import type { Message } from '../domain/message.ts';

/**
 * A message with the times that programs measured taken out of its tool results: `duration_ms 12.5`, `(3ms)`, `in 0.42s`.
 * No two runs of a test suite take the same time, so these say nothing on whether two requests are the same.
 */
export function maskDurations(message: Message): Message {
  if (message.role !== 'user') return message;
  const content = message.content.map((block) =>
    block.type === 'tool_result' ? { ...block, text: block.text.replace(measured, '⏱') } : block,
  );
  return { role: 'user', content };
}

const unit = '(?:ms|µs|s|sec|secs|seconds|milliseconds|minutes|min)\\b';
const measured = new RegExp(
  [
    `\\bduration_ms:? \\d+(?:\\.\\d+)?`,
    `\\(\\d+(?:\\.\\d+)? ?${unit}\\)`,
    `\\[\\d+(?:\\.\\d+)? ?${unit}\\]`,
    `\\b\\d+\\.\\d+ ?${unit}`,
    `(?<=\\b(?:in|took|time|duration)[: ]{1,12})\\d+ ?${unit}`,
    `(?<=\\p{L} )\\d+ms\\b`,
  ].join('|'),
  'giu',
);
