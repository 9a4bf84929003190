/** One thing that `ashlar doctor` looked at. */
export interface Finding {
  check: string;
  /** `note`: works, and a person may want to know; `broken`: something is refused until it is mended. */
  state: 'ok' | 'note' | 'broken';
  found: string;
  /** What to type, or to change. */
  next?: string;
}
