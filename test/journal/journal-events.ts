import type { JournaledEvent } from '../../src/domain/event.ts';

export const started = (run: string, spec = 'demo'): JournaledEvent => ({
  type: 'run_started',
  run,
  spec,
  kind: 'execute',
  base: 'a1',
  branch: `ashlar/${spec}`,
  inPlace: false,
});

export const task = (id: string, title = 'Do it'): JournaledEvent => ({
  type: 'task_started',
  task: id,
  title,
  head: 'a'.repeat(40),
});
