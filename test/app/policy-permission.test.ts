import { expect, test } from 'vitest';
import { permissionFrom } from '../../src/app/policy-permission.ts';
import type { Question } from '../../src/domain/tool.ts';

const asking = (answer: string | undefined, options: { unattended?: 'deny' | 'pause'; permits?: string[] } = {}) => {
  const asked: Question[] = [];
  const word = permissionFrom(new Set(options.permits))({
    id: 's.c.policy',
    subject: 'abc',
    request: { role: 'implementer', action: 'runCommand', resource: 'ls\u202e -la\nrm x\u001b[8m' },
    decision: {
      effect: 'ask',
      rule: 'destructive',
      reason: 'Why.',
      about: 'x',
      unattended: options.unattended ?? 'deny',
    },
    askHuman: async (question) => {
      asked.push(question);
      return answer;
    },
  });
  return word.then((said) => ({ said, asked }));
};

test('the question shows the command as it will run, with hidden characters made visible', async () => {
  const { asked } = await asking('deny');
  expect(asked[0]?.text).toContain('    ls\\u{202E} -la\n    rm x\\u{1B}[8m\n');
  expect(asked[0]?.text).toContain('policy destructive');
  expect(asked[0]?.options).toEqual(['allow once', 'allow for this run', 'deny']);
});

test('only a clear yes is one', async () => {
  expect((await asking('allow once')).said).toEqual({ said: 'call' });
  expect((await asking(' Yes ')).said).toEqual({ said: 'call' });
  expect((await asking('allow for this run')).said).toEqual({ said: 'run' });
  for (const answer of ['deny', 'no', '']) expect((await asking(answer)).said).toEqual({ said: 'no' });
  expect((await asking('yes, but rename it')).said).toEqual({ said: 'no', because: 'yes, but rename it' });
});

test('where nobody is there the work goes on or waits, as the policy says', async () => {
  expect((await asking(undefined)).said).toEqual({ said: 'nobody' });
  expect((await asking(undefined, { unattended: 'pause' })).said).toMatchObject({ question: { id: 's.c.policy' } });
});

test('what was allowed for the run is not asked again', async () => {
  const { said, asked } = await asking('deny', { permits: ['abc'] });
  expect([said, asked]).toEqual([{ said: 'run' }, []]);
});
