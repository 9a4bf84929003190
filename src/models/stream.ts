import type { ModelError } from '../domain/model.ts';

/**
 * Opens a provider's stream and yields its events. Whatever the provider's code throws becomes a ModelError, or the
 * signal's reason when that is why; what the reader of the events throws is left alone. `begun` says whether the answer's
 * headers had come. The connection is closed when the reader leaves.
 */
export async function* readStream<Event>(source: {
  open: (signal: AbortSignal) => Promise<AsyncIterable<Event>>;
  signal: AbortSignal;
  toModelError: (error: unknown, begun: boolean) => ModelError;
}): AsyncGenerator<Event, void, void> {
  const { open, signal, toModelError } = source;
  signal.throwIfAborted();
  const over = new AbortController();
  let begun = false;
  try {
    const events = await open(AbortSignal.any([signal, over.signal]));
    begun = true;
    yield* events;
  } catch (error) {
    signal.throwIfAborted();
    throw toModelError(error, begun);
  } finally {
    over.abort(leaving);
  }
  signal.throwIfAborted();
}

/** A value, for an error would be made with a stack at each reply. */
const leaving = 'the reader of the events left';
