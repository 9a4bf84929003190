import { type Clock, systemClock } from '../base/clock.ts';
import { plural } from '../base/text.ts';
import type { Message } from '../domain/message.ts';
import { type Model, type ModelDelta, ModelError, type ModelReply, type ModelRequest } from '../domain/model.ts';
import { type Draft, finishReply, noUsage } from './reply.ts';
import { parseScript, type ScriptedReply, type ScriptedSession } from './script.ts';

/**
 * A model that says what a YAML script tells it to (see `script.ts`). It keeps no state: the index of a reply is the number
 * of replies that the request already holds, so that a session which was resumed in another process goes on.
 */
export function createScriptedModel(yamlText: string, fileName: string, clock: Clock = systemClock): Model {
  const id = `scripted:${fileName}`;
  const { sessions } = parseScript(yamlText, fileName);
  const thrown = new Map<ScriptedReply, number>();

  async function* stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelDelta, ModelReply, void> {
    signal.throwIfAborted();
    const reply = findReply(request, { sessions, fileName });
    if (reply.delayMs !== undefined) await clock.sleep(reply.delayMs, signal);
    checkExpected(request, reply, fileName);
    const drafts = toDrafts(request, reply, id);
    const faults = thrown.get(reply) ?? 0;
    if (reply.fault !== undefined && faults < (reply.faultTimes ?? Number.POSITIVE_INFINITY)) {
      thrown.set(reply, faults + 1);
      if (reply.fault === 'stream_cut') yield* show(drafts);
      throw faultOf(reply, id);
    }
    yield* show(drafts);
    signal.throwIfAborted();
    const stopReason = reply.stop ?? 'end_turn';
    return finishReply(request, { drafts, stopReason, usage: reply.usage ?? noUsage });
  }
  return { id, stream };
}

function findReply(request: ModelRequest, script: { sessions: ScriptedSession[]; fileName: string }): ScriptedReply {
  const { sessions, fileName } = script;
  const opening = `${request.system}\n${textOfMessage(request.messages.find((message) => message.role === 'user'))}`;
  const at = sessions.findIndex(({ match }) => match === undefined || opening.includes(match));
  const session = sessions[at];
  if (session === undefined) {
    const why = `no \`match\` of its ${plural(sessions.length, 'session')} is in the system text or the first message`;
    throw scriptError(fileName, 'has no session for this conversation', why);
  }
  const index = request.messages.filter((message) => message.role === 'assistant').length;
  const reply = session.replies[index] ?? (session.then === 'repeat_last' ? session.replies.at(-1) : undefined);
  if (reply !== undefined) return reply;
  const why = `session ${at + 1} has ${session.replies.length} ${session.replies.length === 1 ? 'reply' : 'replies'}, and reply ${index + 1} was asked for`;
  throw scriptError(fileName, 'has no replies left', why);
}

function checkExpected({ messages }: ModelRequest, reply: ScriptedReply, fileName: string): void {
  const last = textOfMessage(messages.at(-1));
  if (reply.expect === undefined || last.includes(reply.expect)) return;
  const index = messages.filter((message) => message.role === 'assistant').length;
  const why = `reply ${index + 1} expects ${JSON.stringify(reply.expect)} in the last message, which is ${JSON.stringify(last.slice(0, 200))}`;
  throw scriptError(fileName, 'expected another message', why);
}

/** All that is text in a message, tool results included. */
function textOfMessage(message: Message | undefined): string {
  const texts = message?.content.map((block) =>
    block.type === 'text' || block.type === 'tool_result' ? block.text : '',
  );
  return texts?.join('\n') ?? '';
}

function toDrafts(request: ModelRequest, reply: ScriptedReply, provider: string): Draft[] {
  const index = request.messages.filter((message) => message.role === 'assistant').length;
  const calls = reply.calls ?? [];
  return [
    ...(reply.thinking === undefined
      ? []
      : [
          {
            type: 'thinking' as const,
            block: { type: 'thinking' as const, provider, body: { text: reply.thinking } },
            complete: true,
          },
        ]),
    ...(reply.text === undefined ? [] : [{ type: 'text' as const, text: reply.text }]),
    ...calls.map((call, n): Draft => {
      const raw = call.raw ?? JSON.stringify(call.input ?? {});
      return { type: 'call', id: call.id ?? `call_${index}_${n}`, name: call.name, raw, complete: true };
    }),
  ];
}

function* show(drafts: readonly Draft[]): Generator<ModelDelta> {
  for (const draft of drafts) {
    if (draft.type === 'call') yield { type: 'tool_call', name: draft.name };
    else if (draft.type === 'text') yield { type: 'text', text: draft.text };
    else yield { type: 'thinking', text: (draft.block.body as { text: string }).text };
  }
}

function faultOf({ fault = 'server', retryAfterMs }: ScriptedReply, id: string): ModelError {
  return new ModelError({
    fault,
    what: `${id} has a fault here`,
    why: `the script says \`fault: ${fault}\``,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function scriptError(fileName: string, what: string, why: string): ModelError {
  return new ModelError({
    fault: 'invalid_request',
    what: `the script ${fileName} ${what}`,
    why,
    next: `change ${fileName}`,
  });
}
