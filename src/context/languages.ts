const extensions: Readonly<Record<string, string>> = {
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  py: 'python',
  go: 'go',
  rs: 'rust',
  java: 'java',
  kt: 'kotlin',
  kts: 'kotlin',
  cs: 'csharp',
  fs: 'fsharp',
  vb: 'visual-basic',
  rb: 'ruby',
  php: 'php',
  c: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hpp: 'cpp',
  swift: 'swift',
  scala: 'scala',
  ex: 'elixir',
  exs: 'elixir',
  dart: 'dart',
  lua: 'lua',
  sh: 'shell',
};

/** The language of a source file by its ending; undefined for what is no source code. */
export function languageOf(path: string): string | undefined {
  const ending = /\.([a-z]+)$/.exec(path)?.[1];
  return ending === undefined ? undefined : extensions[ending];
}

/** Languages with their files counted, most files first; ties by name. */
export function rankLanguages(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const language = languageOf(path);
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).map(([language]) => language);
}

/** Code that others wrote and that only lies here. */
export function isThirdParty(path: string): boolean {
  return /(^|\/)(node_modules|bower_components|vendor|third_party|site-packages|\.?venv|Pods)\//.test(path);
}

/** Code that is made, shown or tested with, where no project of the repository's own begins. */
export function isAside(path: string): boolean {
  return /(^|\/)(\.[^/]+|dist|target|fixtures|__fixtures__|testdata|examples?|samples?|templates?)\//.test(path);
}
