import { showHidden } from '../base/hidden-text.ts';
import type { Redactor } from '../base/redact.ts';
import type { JournaledEvent } from '../domain/event.ts';
import type { AssistantMessage, UserMessage } from '../domain/message.ts';
import type { Journal } from '../journal/open-journal.ts';

/**
 * A journal that takes no secret in. The state of a run follows what was stored, and with it all that a model is told and
 * all that is shown, so this one place stands before the journal, the model and the terminal.
 */
export function cleanJournal(journal: Journal, redactor: Redactor): Journal {
  return { ...journal, append: (run, event, lease) => journal.append(run, cleanEvent(event, redactor), lease) };
}

/** The event without secrets; what an agent is told is also without hidden characters. */
export function cleanEvent(event: JournaledEvent, { redactJson }: Pick<Redactor, 'redactJson'>): JournaledEvent {
  if (event.type === 'model_replied') return { ...event, message: cleanReply(event.message, redactJson) };
  return redactJson(showToldText(event));
}

function showToldText(event: JournaledEvent): JournaledEvent {
  if (event.type === 'session_opened')
    return { ...event, system: showHidden(event.system), first: showMessage(event.first) };
  return event.type === 'session_fed' ? { ...event, message: showMessage(event.message) } : event;
}

function showMessage(message: UserMessage): UserMessage {
  return { ...message, content: message.content.map((block) => ({ ...block, text: showHidden(block.text) })) };
}

/** The provider signs its reasoning; what is only a seal stays as it is. */
function cleanReply(message: AssistantMessage, redactJson: Redactor['redactJson']): AssistantMessage {
  const content = message.content.map((block) => {
    if (block.type !== 'thinking' || typeof block.body !== 'object' || block.body === null) return redactJson(block);
    const seals = Object.fromEntries(Object.entries(block.body).filter(([key]) => sealed.has(key)));
    const body = redactJson(block.body);
    return body === block.body ? block : { ...block, body: { ...body, ...seals } };
  });
  return { ...message, content };
}

const sealed: ReadonlySet<string> = new Set(['signature', 'data', 'encrypted_content', 'redactedContent']);
