/**
 * What a command gets in its environment that installs packages: their scripts are not run, and nothing is built of sources
 * that were fetched. Undefined for others: with npm's setting the `pretest` of a project would not run either.
 */
export function installEnvironment(command: string): Readonly<Record<string, string>> | undefined {
  return installs.test(command) ? whileInstalling : undefined;
}

/** The same where it hinders no script of the project, so that every command gets it. */
export const neverInstallScripts = { YARN_ENABLE_SCRIPTS: '0' } as const;

const options = String.raw`(?:\s+-{1,2}\S+(?:\s+[^\s-]\S*)?)*?\s+`;
const verbs = 'ci|i|in|ins|install|add|up|update|upgrade|dedupe|rebuild';
const installs = new RegExp(
  String.raw`\b(?:npm|pnpm|yarn|bun)${options}(?:${verbs})\b|\byarn\s*(?:$|[;&|\n])|\bpip[\d.]*${options}(?:install|download|wheel)\b`,
);

const whileInstalling = {
  npm_config_ignore_scripts: 'true',
  YARN_IGNORE_SCRIPTS: 'true',
  PIP_ONLY_BINARY: ':all:',
} as const;
