/**
 * The part of the global `Headers` that the SDKs use; the build puts it in the place of that one, whose first use loads
 * Node's whole fetch (35 ms). Names count without case; a name that is appended twice is joined by a comma.
 */
class PlainHeaders implements Iterable<[name: string, value: string]> {
  readonly #values = new Map<string, string>();

  constructor(from: Iterable<readonly [string, string]> | Readonly<Record<string, string>> = []) {
    const pairs = Symbol.iterator in from ? (from as Iterable<readonly [string, string]>) : Object.entries(from);
    for (const [name, value] of pairs) this.append(name, value);
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  /** Throws TypeError where a name or a value could not be sent as it is. */
  set(name: string, value: string): void {
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw new TypeError(`"${name}" is no name of a header`);
    const trimmed = String(value).trim();
    if (/[\0\r\n]/.test(trimmed)) throw new TypeError(`the header ${name} holds a line break`);
    this.#values.set(name.toLowerCase(), trimmed);
  }

  append(name: string, value: string): void {
    const before = this.get(name);
    this.set(name, value);
    if (before !== null) this.#values.set(name.toLowerCase(), `${before}, ${this.get(name)}`);
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of this) visit(value, name);
  }

  keys(): IterableIterator<string> {
    return this.#sorted()
      .map(([name]) => name)
      .values();
  }

  values(): IterableIterator<string> {
    return this.#sorted()
      .map(([, value]) => value)
      .values();
  }

  entries(): IterableIterator<[name: string, value: string]> {
    return this.#sorted().values();
  }

  [Symbol.iterator](): IterableIterator<[name: string, value: string]> {
    return this.entries();
  }

  #sorted(): [name: string, value: string][] {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

export { PlainHeaders as Headers };
