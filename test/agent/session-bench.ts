import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rgPath } from '@vscode/ripgrep';
import { onTestFinished } from 'vitest';
import { compose } from '../../src/agent/compose.ts';
import { authorize, hideRoot, runTool, truncate } from '../../src/agent/layers.ts';
import { runTurns } from '../../src/agent/run-turns.ts';
import { systemClock } from '../../src/base/clock.ts';
import { noReach } from '../../src/base/failpoints.ts';
import type { Event, FeedCause, SessionEnd } from '../../src/domain/event.ts';
import { userText } from '../../src/domain/message.ts';
import type { ModelRequest } from '../../src/domain/model.ts';
import type { Layer } from '../../src/domain/tool.ts';
import { beginRun, foldRun, type RunState } from '../../src/journal/fold-run.ts';
import type { SessionState } from '../../src/journal/fold-session.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { recordEvents } from '../../src/journal/record-events.ts';
import type { ScriptedReply } from '../../src/models/script.ts';
import { createScriptedModel } from '../../src/models/scripted.ts';
import { createBuiltInPolicy } from '../../src/policy/built-in.ts';
import { createDirectSandbox } from '../../src/sandbox/direct.ts';
import { buildCommandEnvironment } from '../../src/sandbox/environment.ts';
import { createToolbox } from '../../src/tools/toolbox.ts';
import { drain } from '../support/drain.ts';

/** Named apart, since an object with a `then` of its own passes for a promise. */
const afterwards = 'then';

export interface BenchOptions {
  replies: ScriptedReply[];
  /** The last reply is given again and again. */
  repeat?: boolean;
  files?: Readonly<Record<string, string>>;
  /** Which requests, counted from 0, get an empty reply. It takes no place in `replies`, which go by replies in the conversation. */
  empty?: readonly number[];
  maxTurns?: number;
  answer?: string;
  windowTokens?: number;
  /** What the model is told to have it hand over. */
  handOff?: string;
}

/** One session on a real journal, with the real tools, policy and sandbox, and a scripted model whose requests are kept. */
export interface SessionBench {
  root: string;
  requests: ModelRequest[];
  /** Names of the calls that reached their tool. */
  ran: string[];
  session(): SessionState;
  /** The state that the running session has, and the one that its stored events fold to. */
  states(): { running: RunState; folded: RunState | undefined };
  /** Goes on with the session; the events still have to be drained. */
  go(options?: Pick<BenchOptions, 'maxTurns' | 'answer'>): AsyncGenerator<Event, SessionEnd>;
  feed(cause: FeedCause, text: string): Promise<void>;
  /** Forgets the state and folds it anew from the journal, as another process does. */
  restart(): void;
  text(path: string): string;
}

export async function openSessionBench(options: BenchOptions): Promise<SessionBench> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ashlar-session-')));
  const stateFolder = join(root, '.ashlar', 'state');
  const journal = openJournal({ stateFolder, clock: systemClock });
  onTestFinished(() => {
    journal.close();
    rmSync(root, { recursive: true, force: true });
  });
  for (const [path, text] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const requests: ModelRequest[] = [];
  const ran: string[] = [];
  const tools = createToolbox({ role: 'implementer', ripgrepPath: rgPath, clock: systemClock, mayRead: () => true });
  const scripted = createScriptedModel(
    JSON.stringify({
      sessions: [{ replies: options.replies, ...(options.repeat && { [afterwards]: 'repeat_last' }) }],
    }),
    'bench.yaml',
  );
  const silent = createScriptedModel('sessions: [{ replies: [{}], then: repeat_last }]', 'silent.yaml');
  const noteRun: Layer = (call, context, next) => {
    ran.push(call.name);
    return next(call, context);
  };
  const policy = createBuiltInPolicy({ protectedPaths: ['specs'], root });
  const callTool = compose([truncate, hideRoot, authorize(policy, 'implementer'), noteRun], runTool(tools));
  const started = {
    type: 'run_started',
    run: 'run_1',
    spec: 'demo',
    kind: 'execute',
    base: 'a1',
    branch: 'ashlar/demo',
    inPlace: false,
  } as const;
  let state: RunState = beginRun(journal.append('run_1', started).at, started);
  const record = <End>(events: AsyncGenerator<Event, End>) => recordEvents(events, journal, state);
  const session = () => {
    const found = state.sessions.get('session_1');
    if (found === undefined) throw new Error('the session was not recorded');
    return found;
  };
  const sandbox = createDirectSandbox({ clock: systemClock });
  const profile = {
    root,
    env: buildCommandEnvironment(process.env),
    kept: [],
    readable: [],
    scratch: root,
    home: root,
    network: 'none' as const,
  };
  await drain(
    record(
      only({
        type: 'session_opened',
        session: 'session_1',
        role: 'implementer',
        model: scripted.id,
        system: 'You build.',
        tools: tools.map(({ spec }) => spec.name),
        first: userText('Do task 1.'),
      }),
    ),
  );
  return {
    root,
    requests,
    ran,
    session,
    states: () => ({ running: state, folded: foldRun(journal.read('run_1')) }),
    go: ({ maxTurns = options.maxTurns ?? 200, answer = options.answer } = {}) =>
      record(
        runTurns(session(), {
          model: {
            id: scripted.id,
            stream: (request, signal) => {
              const isEmpty = options.empty?.includes(requests.length) === true;
              requests.push(structuredClone(request));
              return (isEmpty ? silent : scripted).stream(request, signal);
            },
          },
          tools,
          toolSpecs: tools.map(({ spec }) => spec),
          callTool,
          reach: noReach,
          toolContext: {
            root,
            reach: noReach,
            askHuman: async () => answer,
            runCommand: (command, bounds) =>
              sandbox.run(command, profile, {
                ...bounds,
                keepBytes: 40_000,
                maxBytes: 1_000_000,
                killGraceMs: 500,
                spoolPath: join(stateFolder, 'output.txt'),
              }),
          },
          maxTurns,
          windowTokens: options.windowTokens,
          ...(options.handOff === undefined ? {} : { handOff: userText(options.handOff) }),
          maxOutputTokens: 1_000,
          costUsd: () => undefined,
          clock: systemClock,
          signal: new AbortController().signal,
        }),
      ),
    feed: async (cause, text) => {
      await drain(record(only({ type: 'session_fed', session: 'session_1', cause, message: userText(text) })));
    },
    restart: () => {
      const folded = foldRun(journal.read('run_1'));
      if (folded === undefined) throw new Error('the run was not recorded');
      state = folded;
    },
    text: (path) => readFileSync(join(root, path), 'utf8'),
  };
}

async function* only(event: Event): AsyncGenerator<Event, void> {
  yield event;
}
