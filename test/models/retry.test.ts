import { describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { limits } from '../../src/base/limits.ts';
import { type Model, type ModelDelta, ModelError, type ModelFault, type ModelRequest } from '../../src/domain/model.ts';
import { createAnthropicModel } from '../../src/models/anthropic.ts';
import { withRetry } from '../../src/models/retry.ts';
import { createScriptedModel } from '../../src/models/scripted.ts';
import { ask, askInVain, request, shown } from './ask.ts';
import { startAnthropicServer } from './servers/anthropic-server.ts';

/** A clock that runs a thousand times as fast, so that real waits are short. */
const fastClock: Clock = {
  now: () => Date.parse('2026-03-02T09:30:00Z'),
  monotonicMs: () => systemClock.monotonicMs() * 1000,
  sleep: (ms, signal) => systemClock.sleep(ms / 1000, signal),
};

function scripted(reply: string): Model {
  return createScriptedModel(`sessions: [{ replies: [${reply}] }]`, 'retry.yaml');
}

const retries = (deltas: readonly ModelDelta[]) => deltas.filter((delta) => delta.type === 'retrying');

test('what was shown of a cut reply is void: it is said so, and the whole reply is asked for again', async () => {
  const model = withRetry(scripted('{ text: whole, fault: stream_cut, faultTimes: 2 }'), { clock: fastClock });
  const { deltas, reply } = await ask(model);
  expect(deltas.map((delta) => delta.type)).toEqual(['text', 'retrying', 'text', 'retrying', 'text']);
  expect(retries(deltas).map(({ attempt, delayMs }) => [attempt, delayMs])).toEqual([
    [2, 500],
    [3, 1_000],
  ]);
  expect(retries(deltas)[0]?.reason).toContain('stream_cut');
  expect(reply.message.content).toEqual([{ type: 'text', text: 'whole' }]);
  expect(model.id).toBe('scripted:retry.yaml');
});

const passing: ModelFault[] = ['rate_limited', 'overloaded', 'server', 'connection', 'stream_cut', 'idle'];
test.each(passing)('%s is tried again', async (fault) => {
  const model = withRetry(scripted(`{ text: ok, fault: ${fault}, faultTimes: 1 }`), { clock: fastClock });
  expect(retries((await ask(model)).deltas)).toHaveLength(1);
});

const lasting: ModelFault[] = ['authentication', 'not_found', 'invalid_request', 'context_full'];
test.each(lasting)('%s is not tried again', async (fault) => {
  const model = withRetry(scripted(`{ text: ok, fault: ${fault}, faultTimes: 1 }`), { clock: fastClock });
  expect((await askInVain(model)).fault).toBe(fault);
});

test('the waits grow up to a bound, and the last error is passed on when the attempts are used up', async () => {
  const model = withRetry(scripted('{ fault: overloaded }'), { clock: fastClock, attempts: 9 });
  const deltas: ModelDelta[] = [];
  const read = async () => {
    for await (const delta of model.stream(request, new AbortController().signal)) deltas.push(delta);
  };
  await expect(read()).rejects.toMatchObject({ fault: 'overloaded' });
  expect(retries(deltas).map((delta) => delta.delayMs)).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
});

test('by default there are as many attempts as the limit says', async () => {
  const all = `{ text: ok, fault: server, faultTimes: ${limits.modelAttempts - 1} }`;
  const more = `{ text: ok, fault: server, faultTimes: ${limits.modelAttempts} }`;
  expect(shown((await ask(withRetry(scripted(all), { clock: fastClock }))).deltas, 'text')).toBe('ok');
  expect((await askInVain(withRetry(scripted(more), { clock: fastClock }))).fault).toBe('server');
});

test('a wait is said with the time at which it ends', async () => {
  const model = withRetry(scripted('{ text: ok, fault: server, faultTimes: 1 }'), { clock: fastClock });
  const [retry] = retries((await ask(model)).deltas);
  expect(retry?.endsAt).toBe(fastClock.now() + 500);
});

test('a spread lengthens the waits by what the caller draws', async () => {
  const model = withRetry(scripted('{ text: ok, fault: server, faultTimes: 1 }'), {
    clock: fastClock,
    random: () => 0.5,
  });
  expect(retries((await ask(model)).deltas)[0]?.delayMs).toBe(563);
});

test('the wait is as long as the provider asks for', async () => {
  const reply = '{ text: ok, fault: rate_limited, faultTimes: 1, retryAfterMs: 90000 }';
  const { deltas } = await ask(withRetry(scripted(reply), { clock: fastClock }));
  expect(retries(deltas)[0]?.delayMs).toBe(90_000);
});

test('a wait that is too long for a run is passed on at once and says when to resume', async () => {
  const reply = '{ text: ok, fault: rate_limited, faultTimes: 1, retryAfterMs: 3600000 }';
  const error = await askInVain(withRetry(scripted(reply), { clock: fastClock }));
  expect(error.fault).toBe('rate_limited');
  expect(error.retryAfterMs).toBe(3_600_000);
  expect(error.next).toContain('2026-03-02T10:30:00Z');
  expect(error.next).toContain('ashlar resume');
});

test('an abort during a wait throws its reason', async () => {
  const abort = new AbortController();
  const reason = new Error('the person pressed Ctrl-C');
  const clock: Clock = { ...fastClock, sleep: systemClock.sleep };
  const stream = withRetry(scripted('{ fault: server, retryAfterMs: 100000 }'), { clock }).stream(
    request,
    abort.signal,
  );
  expect((await stream.next()).value).toMatchObject({ type: 'retrying' });
  const waiting = stream.next();
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});

test('an abort in the middle of a reply throws its reason and asks for nothing again', async () => {
  const server = await startAnthropicServer([{ blocks: [{ text: 'I thi' }], ending: 'hang' }]);
  const inner = createAnthropicModel({ name: 'claude-sonnet-5-5', apiKey: 'key', baseUrl: server.url });
  const abort = new AbortController();
  const reason = new Error('the person pressed Ctrl-C');
  const read = async () => {
    for await (const _ of withRetry(inner, { clock: systemClock }).stream(request, abort.signal)) abort.abort(reason);
  };
  await expect(read()).rejects.toBe(reason);
  await server.hungUp;
  expect(server.sent).toHaveLength(1);
  await server.close();
});

test('a clock that stands still watches nothing and blocks nothing', async () => {
  const clock: Clock = { now: () => 0, monotonicMs: () => 0, sleep: async () => Promise.resolve() };
  const model = withRetry(scripted('{ text: ok, fault: server, faultTimes: 1 }'), { clock });
  expect(shown((await ask(model)).deltas, 'text')).toBe('ok');
});

test('what is no fault of a model is passed on', async () => {
  const bug = new TypeError('a bug');
  const broken: Model = {
    id: 'broken:model',
    async *stream() {
      yield { type: 'text', text: 'a' };
      throw bug;
    },
  };
  await expect(ask(withRetry(broken, { clock: fastClock }))).rejects.toBe(bug);
});

describe('silence', () => {
  test('on a real stream is given up, hung up and asked again', async () => {
    const server = await startAnthropicServer([
      { blocks: [{ text: 'I thi' }], ending: 'hang' },
      { blocks: [{ text: 'whole' }] },
    ]);
    const inner = createAnthropicModel({ name: 'claude-sonnet-5-5', apiKey: 'key', baseUrl: server.url });
    const { deltas, reply } = await ask(withRetry(inner, { clock: fastClock, idleMs: 400_000 }));
    await server.hungUp;
    expect(retries(deltas)[0]?.reason).toContain('fell silent');
    expect(reply.message.content).toEqual([{ type: 'text', text: 'whole' }]);
    await server.close();
  });

  /** Says something ten times, each time after a while, and never text that can be shown. */
  const slow: Model = {
    id: 'slow:model',
    async *stream(_request: ModelRequest, signal: AbortSignal) {
      for (let n = 0; n < 10; n++) {
        await fastClock.sleep(40_000, signal);
        yield { type: 'text', text: '' };
      }
      return (await ask(scripted('{ text: whole }'))).reply;
    },
  };

  test('is not what a model does that writes long arguments, and its signs of life are not shown', async () => {
    const { deltas, reply } = await ask(withRetry(slow, { clock: fastClock, idleMs: 300_000 }));
    expect(deltas).toEqual([]);
    expect(reply.message.content).toEqual([{ type: 'text', text: 'whole' }]);
  });

  test('of the reader does not count', async () => {
    const model = withRetry(scripted('{ thinking: a, text: b }'), { clock: fastClock, idleMs: 20_000 });
    const types: string[] = [];
    for await (const delta of model.stream(request, new AbortController().signal)) {
      types.push(delta.type);
      await fastClock.sleep(60_000);
    }
    expect(types).toEqual(['thinking', 'text']);
  });

  test('after the machine slept is given up soon, for its connection is gone', async () => {
    let asked = 0;
    let offsetMs = 0;
    const clock: Clock = { ...fastClock, now: () => fastClock.now() + fastClock.monotonicMs() + offsetMs };
    const model: Model = {
      id: 'asleep:model',
      async *stream(_request: ModelRequest, signal: AbortSignal) {
        asked += 1;
        yield { type: 'text', text: '' };
        if (asked === 1) {
          offsetMs += 3_600_000;
          await systemClock.sleep(600_000, signal);
        }
        return (await ask(scripted('{ text: whole }'))).reply;
      },
    };
    const { deltas } = await ask(withRetry(model, { clock, idleMs: 100_000_000 }));
    expect(retries(deltas).map(({ reason }) => reason)).toEqual([
      'asleep:model fell silent in the middle of a reply: the machine slept, and nothing came since it woke',
    ]);
  });

  test('ends with the fault idle when the attempts are used up', async () => {
    const mute: Model = {
      id: 'mute:model',
      async *stream(_request: ModelRequest, signal: AbortSignal) {
        yield { type: 'text', text: '' };
        await systemClock.sleep(600_000, signal);
        throw new Error('it must be aborted before');
      },
    };
    const error = await askInVain(withRetry(mute, { clock: fastClock, idleMs: 30_000, attempts: 2 }));
    expect(error).toBeInstanceOf(ModelError);
    expect(error.fault).toBe('idle');
    expect(error.why).toBe('nothing came for 30 s');
  });
});
