import { createServer } from 'node:http';

/**
 * A model with no latency that speaks the Messages API. `answer` is called with each request, the time at which it was
 * there whole, and a `reply` that writes the content of an answer and returns the time at which it was written; times are
 * milliseconds of `performance.now()`. A request that nobody replies to waits.
 */
export async function startMessagesServer() {
  const http = createServer(async (message, response) => {
    const chunks = [];
    for await (const chunk of message) chunks.push(chunk);
    const receivedAt = performance.now();
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    server.answer({ body, receivedAt, reply: (content) => writeReply(response, content) });
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  const close = () => {
    http.closeAllConnections();
    http.close();
  };
  const server = { url: `http://127.0.0.1:${http.address().port}`, answer: () => undefined, close };
  return server;
}

function writeReply(response, content) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(eventsOf(content).map(toText).join(''));
  return performance.now();
}

function eventsOf(content) {
  const stop = content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn';
  const usage = { input_tokens: 100, output_tokens: 1 };
  const message = { id: 'msg_bench', type: 'message', role: 'assistant', content: [], usage };
  return [
    { type: 'message_start', message },
    ...content.flatMap(blockEvents),
    { type: 'message_delta', delta: { stop_reason: stop }, usage: { output_tokens: 50 } },
    { type: 'message_stop' },
  ];
}

function blockEvents(block, index) {
  const [start, delta] =
    block.type === 'text'
      ? [
          { type: 'text', text: '' },
          { type: 'text_delta', text: block.text },
        ]
      : [
          { ...block, input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
        ];
  return [
    { type: 'content_block_start', index, content_block: start },
    { type: 'content_block_delta', index, delta },
    { type: 'content_block_stop', index },
  ];
}

function toText(event) {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
