const variable = /\{\{\s*([\w.]+)\s*\}\}/g;

/**
 * Fills `{{name}}` in a template. A name without a value throws: a prompt with a hole in it must never reach a model.
 * Values are inserted as they are and are not filled again.
 */
export function renderTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(variable, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the template names {{${name}}}, which has no value`);
    return value;
  });
}

/** The names that a template wants values for, each once. */
export function templateVariables(template: string): string[] {
  return [...new Set([...template.matchAll(variable)].map((match) => match[1] ?? ''))];
}
