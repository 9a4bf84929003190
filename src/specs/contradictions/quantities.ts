import { indexByStart } from './index-by-start.ts';

/** A bound that a text states: `within 5 seconds` is `{ dimension: 'time', low: 0, high: 5000, shape: 'upper' }`. */
export interface Quantity {
  /** `time` in milliseconds, `bytes`, `percent`, `money`, `pixels`, `status`, or `#` and the noun that is counted. */
  dimension: string;
  low: number;
  high: number;
  shape: 'exact' | 'upper' | 'lower' | 'range';
  /** As written, with its comparison. */
  text: string;
}

export interface Measured {
  quantities: Quantity[];
  /** The text without them. */
  rest: string;
}

/** Takes the numbers with their comparisons and units out of a text. Versions and names such as SHA-256 stay in it. */
export function takeQuantities(text: string): Measured {
  const quantities: Quantity[] = [];
  const written = text.toLowerCase();
  if (numbersIn(written).length === 0) return { quantities, rest: written };
  const plain = withDigits(written).replace(labelled, ' =$1$2 ');
  const rest = plain.replace(pattern, (whole: string, ...parts: (string | undefined)[]) => {
    const [before = '', money, first = '', , unit, after = ''] = parts;
    const second = parts[3];
    const quantity = toQuantity({ before: before.trim(), money, first, second, unit, after, whole: whole.trim() });
    if (quantity !== undefined) quantities.push(quantity);
    const noun = unit !== undefined && dimensionOf(unit) === undefined ? unit : '';
    return ` ${noun} `;
  });
  return { quantities, rest };
}

/** `step 4b`, `phase 2`: the number is a name. */
const labelled =
  /\b(step|module|phase|requirement|section|level|version|tier|stage|task|part|chapter|option|criterion|property|sprint|milestone|wave|appendix|figure|table|line|layer|group|zone|round|day|week|player|team|story|epic|rule|item|slot|port|iteration|release|v)[ _#]+(\d+[a-z]?(?:\.\d+)*)\b/g;

/** Whether no value can meet both. */
export function areApart(one: Quantity, other: Quantity): boolean {
  return one.dimension === other.dimension && (one.high < other.low || other.high < one.low);
}

/** What is left where this is refused: `no files above 10 MB` leaves `up to 10 MB`. */
export function complementOf(quantity: Quantity): Quantity {
  const { low, high, shape } = quantity;
  if (shape === 'upper') return { ...quantity, low: high, high: Number.POSITIVE_INFINITY, shape: 'lower' };
  return shape === 'lower' ? { ...quantity, low: 0, high: low, shape: 'upper' } : quantity;
}

const upper =
  'at most|(?:no|not) (?:more|greater|longer|later|larger|higher) than|up to|(?:a )?max(?:imum)?(?: of)?|less than or equal to|not exceed(?:ing)?|within|≤|<=';
const below =
  'less than|fewer than|(?:lighter|colder|cooler|closer|nearer|slower|narrower|earlier|cheaper) than|younger than|newer than|shorter than|smaller than|lower than|in under|under|below|<';
const lower =
  'at least|(?:no|not) (?:less|fewer|shorter|sooner|earlier) than|(?:a )?min(?:imum)?(?: of)?|greater than or equal to|not (?:before|until)|≥|>=';
const above =
  'more than|greater than|(?:heavier|warmer|hotter|taller|farther|further|deeper|faster|bigger|wider|later) than|older than|longer than|larger than|higher than|exceed(?:s|ed|ing)?|over|above|>';
const endsUpper = new RegExp(`(?:${upper})$`);
const endsBelow = new RegExp(`(?:${below})$`);
const endsLower = new RegExp(`(?:${lower})$`);
const endsAbove = new RegExp(`(?:${above})$`);
const pattern = new RegExp(
  `(?<![\\w.#/=-])((?:(?:after|for|to|of|is|by)? ?(?:${upper}|${below}|${lower}|${above})|between|from|exactly|after|every|for) ?)?([$€£])?(?!\\d+x)(\\d[\\d,]*(?:\\.\\d+)?)(?:(?:px| ?[kmg]b|%|ms|s| \\w+s)?\\s?(?:-|–|to|and)\\s?[$€£]?(\\d[\\d,]*(?:\\.\\d+)?))?(?:[ -]?(%|(?!(?:and|or|to|than|is|are|then|in|on|of|for|at|by|with|from|the|as|when|after|before|per)\\b)[a-z]+))?( (?:or|and) (?:more|greater|above|longer|higher|over|less|fewer|below|shorter|under)\\b)?(?![\\w.-]*\\d)`,
  'g',
);

const units: [string, string, number][] = [
  ['time', 'ms msec millisecond milliseconds', 1],
  ['time', 's sec secs second seconds', 1000],
  ['time', 'min mins minute minutes', 60_000],
  ['time', 'h hr hrs hour hours', 3_600_000],
  ['time', 'day days', 86_400_000],
  ['time', 'week weeks', 604_800_000],
  ['time', 'fortnight fortnights', 1_209_600_000],
  ['time', 'month months', 2_592_000_000],
  ['time', 'year years', 31_536_000_000],
  ['bytes', 'byte bytes', 1],
  ['bytes', 'kb kib kilobyte kilobytes', 1024],
  ['bytes', 'mb mib megabyte megabytes', 1_048_576],
  ['bytes', 'gb gib gigabyte gigabytes', 1_073_741_824],
  ['bytes', 'tb tib terabyte terabytes', 1_099_511_627_776],
  ['percent', '% percent', 1],
  ['mass', 'mg milligram milligrams', 0.001],
  ['mass', 'g gram grams', 1],
  ['mass', 'kg kilo kilos kilogram kilograms', 1000],
  ['mass', 'tonne tonnes', 1_000_000],
  ['length', 'mm millimetre millimetres millimeter millimeters', 0.001],
  ['length', 'cm centimetre centimetres centimeter centimeters', 0.01],
  ['length', 'metre metres meter meters', 1],
  ['length', 'km kilometre kilometres kilometer kilometers', 1000],
  ['volume', 'ml millilitre millilitres milliliter milliliters', 0.001],
  ['volume', 'l litre litres liter liters', 1],
  ['power', 'w watt watts', 1],
  ['power', 'kw kilowatt kilowatts', 1000],
  ['power', 'mw megawatt megawatts', 1_000_000],
  ['pitch', 'hz hertz', 1],
  ['pitch', 'khz kilohertz', 1000],
  ['pitch', 'mhz megahertz', 1_000_000],
  ['heat', 'degree degrees °c celsius', 1],
  ['money', 'usd eur gbp dollar dollars euro euros', 1],
  ['pixels', 'px pixel pixels', 1],
];
const unitTable: ReadonlyMap<string, { dimension: string; factor: number }> = new Map(
  units.flatMap(([dimension, names, factor]) => names.split(' ').map((name) => [name, { dimension, factor }])),
);

interface Written {
  before: string;
  money: string | undefined;
  first: string;
  second: string | undefined;
  unit: string | undefined;
  after: string;
  whole: string;
}

function toQuantity({ before, money, first, second, unit, after, whole }: Written): Quantity | undefined {
  const number = Number(first.replace(/,/g, ''));
  if (!Number.isFinite(number)) return undefined;
  const known = money === undefined ? dimensionOf(unit ?? '') : { dimension: 'money', factor: 1 };
  const dimension = known?.dimension ?? (isStatus(number, before, unit) ? 'status' : `#${singular(unit)}`);
  const scale = known?.factor ?? 1;
  const value = number * scale;
  if (second !== undefined) {
    const end = Number(second.replace(/,/g, '')) * scale;
    return { dimension, low: Math.min(value, end), high: Math.max(value, end), shape: 'range', text: whole };
  }
  return { dimension, ...interval(value, before, after), text: whole };
}

function interval(value: number, before: string, after: string): Pick<Quantity, 'low' | 'high' | 'shape'> {
  const step = Math.max(Math.abs(value), 1) * 1e-6;
  if (/or (?:less|fewer|below|shorter|under)/.test(after) || endsUpper.test(before))
    return { low: 0, high: value, shape: 'upper' };
  if (/(?:or|and) (?:more|greater|above|longer|higher|over)/.test(after) || endsLower.test(before))
    return { low: value, high: Number.POSITIVE_INFINITY, shape: 'lower' };
  if (endsBelow.test(before)) return { low: 0, high: value - step, shape: 'upper' };
  if (endsAbove.test(before)) return { low: value + step, high: Number.POSITIVE_INFINITY, shape: 'lower' };
  return { low: value, high: value, shape: 'exact' };
}

/** What a unit measures; undefined where the word is none. */
export function dimensionOf(unit: string): { dimension: string; factor: number } | undefined {
  return unitTable.get(unit);
}

function isStatus(number: number, before: string, unit: string | undefined): boolean {
  return before === '' && number >= 100 && number < 600 && Number.isInteger(number) && !/s$/.test(unit ?? '');
}

function singular(noun: string | undefined): string {
  return (noun ?? '').replace(/ies$/, 'y').replace(/s$/, '');
}

/** Numbers in words; `twice` is `2 times`. */
export const writtenNumbers: ReadonlyMap<string, string> = new Map(
  Object.entries({
    two: '2',
    three: '3',
    four: '4',
    five: '5',
    six: '6',
    seven: '7',
    eight: '8',
    nine: '9',
    ten: '10',
    eleven: '11',
    twelve: '12',
    fifteen: '15',
    twenty: '20',
    thirty: '30',
    forty: '40',
    fifty: '50',
    sixty: '60',
    ninety: '90',
    hundred: '100',
    twice: '2 times',
  }),
);
const numberWords = new RegExp(
  `\\b(?:${[...writtenNumbers.keys()].join('|')})\\b(?!-(?:time|factor|way|off|step|sided|click)\\b)`,
  'g',
);

const numbersIn = indexByStart([
  `0 ${[...writtenNumbers.keys()].join(' ')} second minute hour day week month year millisecond`,
]);

function withDigits(text: string): string {
  return text
    .replace(numberWords, (word) => writtenNumbers.get(word) ?? word)
    .replace(
      /\b(?:an?|one)(?= (?:milli)?(?:second|minute|hour|day|week|month|year)s?\b(?! (?:ends|begins|starts|passes|closes)\b))/g,
      '1',
    )
    .replace(
      /\b(\d+) (?:consecutive|failed|successive|unsuccessful|invalid|wrong|more|additional|different) (?=[a-z])/g,
      '$1 ',
    );
}
