import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';

/**
 * `fetch` as far as the SDKs of Anthropic and OpenAI use it, over Node's HTTP client: the global one takes longer to load
 * than all of a run's own code, and more of each turn. The body is a string or bytes; of the answer there are `status`,
 * `headers`, `text`, `json`, and `body`, which can be iterated once. A redirect is an answer like any other: keys are sent
 * to the address that the user gave, and to no other. Throws what the connection throws, or the signal's reason.
 */
export async function httpFetch(address: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const url = new URL(address instanceof URL ? address : String(address));
  const { body, signal } = init;
  signal?.throwIfAborted();
  const open = await requestOf(url);
  const headers = Object.fromEntries(new Headers(init.headers));
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = open(url, { method: init.method ?? 'GET', headers, ...(signal ? { signal } : {}) });
    request.on('response', resolve).on('error', (error) => reject(signal?.aborted ? signal.reason : error));
    request.end(typeof body === 'string' || ArrayBuffer.isView(body) ? body : undefined);
  });
  return toResponse(answer);
}

/** Loads Node's HTTP client ahead of the first request to such an address. */
export async function warmHttp(address: string): Promise<void> {
  await requestOf({ protocol: /^https?:/.exec(address)?.[0] ?? 'https:' });
}

type Open = (url: URL, options: RequestOptions) => ClientRequest;

async function requestOf({ protocol }: Pick<URL, 'protocol'>): Promise<Open> {
  if (protocol === 'http:') return (await import('node:http')).request;
  return (await import('node:https')).request;
}

/** The SDKs ask for the type of the global class, of which they use this much. */
function toResponse(answer: IncomingMessage): Response {
  const { statusCode: status = 0, statusMessage: statusText = '' } = answer;
  const text = async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  };
  const response = {
    status,
    statusText,
    ok: status >= 200 && status < 300,
    headers: new Headers(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
    body: answer,
    text,
    json: async () => JSON.parse(await text()) as unknown,
  };
  return response as unknown as Response;
}
