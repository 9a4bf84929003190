import { Command, Option } from 'commander';
import { describeQuestion } from '../describe-draft.ts';
import type { SetExitCode } from '../exit-codes.ts';
import type { Finish } from '../output.ts';
import { type CommandContext, runUseCase } from '../run-use-case.ts';

interface AnswerOptions {
  question?: string;
  recommended?: boolean;
  skip?: boolean;
}

export function answerCommand(setExitCode: SetExitCode): Command {
  return new Command('answer')
    .description('answer a question that an agent asked; without an answer, show the open questions')
    .argument('<spec>', 'the name of the spec')
    .argument(
      '[answer...]',
      'the answer, or the number of an option; before it, the id of a question (q2) where several are open',
    )
    .option('--question <id>', 'which question, where several are open')
    .option('--recommended', 'take the recommended answer, of all open questions or of the one that is named')
    .addOption(
      new Option('--skip', 'leave them unanswered: the recommended answers are assumed').conflicts('recommended'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ ashlar answer lock-an-account "15 minutes"\n  $ ashlar answer lock-an-account q2 1\n  $ ashlar answer lock-an-account --recommended',
    )
    .action((spec: string, words: string[], options: AnswerOptions, command: Command) =>
      runUseCase(command, setExitCode, (context) => answer(spec, { words, options }, context)),
    );
}

async function answer(
  spec: string,
  { words, options }: { words: string[]; options: AnswerOptions },
  { wire }: CommandContext,
): Promise<Finish> {
  const { answerQuestion, findQuestions, settleQuestions } = await import('../../app/answer-question.ts');
  const { question, text } = readWords(words, options);
  if (options.recommended === true || options.skip === true) {
    const how = options.skip === true ? 'skip' : 'recommended';
    const { settled, ...done } = await settleQuestions({ spec, question, how }, wire);
    const left = await findQuestions(spec, wire);
    const next = left.length > 0 ? `ashlar answer ${done.spec}` : `ashlar draft ${done.spec}`;
    const said = settled.map((each) => `${each.id} ${how === 'skip' ? 'assumed' : 'answered'}: ${each.recommended}`);
    return { text: [...said, `Next: ${next}`].join('\n'), data: { ...done, settled, next } };
  }
  if (text === '') {
    const questions = await findQuestions(spec, wire);
    return {
      text: questions.map(describeQuestion).join('\n\n') || `${spec} has no open question.`,
      data: { spec, questions },
    };
  }
  const { kind, left, ...answered } = await answerQuestion({ spec, question, answer: text }, wire);
  const next = `ashlar ${left > 0 ? 'answer' : kind === 'draft' ? 'draft' : 'resume'} ${answered.spec}`;
  const open = left > 0 ? `, ${left} left` : '';
  return { text: `Answered: ${answered.answer}${open}\nNext: ${next}`, data: { ...answered, left, next } };
}

/** The id of a question may stand before the answer. */
function readWords(words: string[], { question }: AnswerOptions): { question: string | undefined; text: string } {
  const [first = '', ...rest] = words;
  const isId = question === undefined && /^q\d+$/.test(first);
  return { question: isId ? first : question, text: (isId ? rest : words).join(' ').trim() };
}
