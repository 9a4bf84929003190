import { Command } from 'commander';
import type { SetExitCode } from '../exit-codes.ts';
import { runUseCase } from '../run-use-case.ts';

export function answerCommand(setExitCode: SetExitCode): Command {
  return new Command('answer')
    .description('answer a question that an agent asked; without an answer, show the open questions')
    .argument('<spec>', 'the name of the spec')
    .argument('[answer...]', 'the answer, or the number of an option')
    .option('--question <id>', 'which question, where several are open')
    .addHelpText('after', '\nExample:\n  $ ashlar answer lock-an-account "15 minutes"')
    .action((spec: string, words: string[], options: { question?: string }, command: Command) =>
      runUseCase(command, setExitCode, async ({ wire }) => {
        const { answerQuestion, findQuestions } = await import('../../app/answer-question.ts');
        const answer = words.join(' ').trim();
        if (answer === '') {
          const questions = await findQuestions(spec, wire);
          const text = questions.map(({ id, text: asked, options: given }) =>
            [`${id}\n  ${asked}`, ...given.map((option, n) => `  ${n + 1}. ${option}`)].join('\n'),
          );
          return { text: text.join('\n\n') || `${spec} has no open question.`, data: { spec, questions } };
        }
        const answered = await answerQuestion({ spec, question: options.question, answer }, wire);
        const next = `ashlar ${answered.question.kind === 'draft' ? 'draft' : 'resume'} ${answered.spec}`;
        return { text: `Answered: ${answered.answer}\nNext: ${next}`, data: { ...answered, next } };
      }),
    );
}
