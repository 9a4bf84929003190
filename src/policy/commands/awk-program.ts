/** Whether a program of awk only reads its input and prints: it runs nothing, opens no file and writes none. */
export function isHarmlessAwk(program: string): boolean {
  const code = withoutTexts(program);
  if (/\b(?:system|getline|close|fflush|ENVIRON|PROCINFO)\b|@\s*\w/.test(code)) return false;
  return !/\|(?!\|)/.test(code.replaceAll('||', '')) && !/printf?\b[^;}\n]*>/.test(code);
}

/** Texts and patterns may hold anything. A slash begins a pattern only where a value cannot stand before it. */
function withoutTexts(program: string): string {
  return program
    .replace(/"(?:[^"\\\n]|\\[\s\S])*"/g, '""')
    .replace(/(^|[(,~!{;&|}\n])(\s*)\/(?:[^/\\\n]|\\.)*\//g, '$1$2""');
}
