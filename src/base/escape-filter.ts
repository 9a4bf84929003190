type Place = 'text' | 'escape' | 'short' | 'control' | 'string';

const escapeByte = 0x1b;
const bell = 0x07;
const bracket = 0x5b;

/** `OSC`, `DCS`, `SOS`, `PM`, `APC`: what follows is text for the terminal, up to BEL or `ESC \`. */
const stringOpeners: ReadonlySet<number> = new Set([0x5d, 0x50, 0x58, 0x5e, 0x5f]);

/**
 * Takes the control sequences of terminals (colours, cursor moves, titles) out of an output that comes in pieces; a sequence
 * may be cut anywhere. One that is never ended takes no more with it than its line. Holds nothing back but where it is.
 */
export class EscapeFilter {
  #place: Place = 'text';

  /** The bytes of the piece that are no part of a sequence. */
  pass(piece: Buffer): Buffer {
    if (this.#place === 'text' && !piece.includes(escapeByte)) return piece;
    const kept = Buffer.allocUnsafe(piece.length);
    let length = 0;
    for (const byte of piece) {
      const before = this.#place;
      this.#place = placeAfter(before, byte);
      if (isText(before, this.#place, byte)) kept[length++] = byte;
    }
    return kept.subarray(0, length);
  }
}

function placeAfter(place: Place, byte: number): Place {
  if (byte === escapeByte) return 'escape';
  // A control character stands in no sequence: this one was cut off.
  if (place === 'text' || byte < 0x20) return 'text';
  if (place === 'string') return 'string';
  if (place === 'escape' && byte === bracket) return 'control';
  if (place === 'escape' && stringOpeners.has(byte)) return 'string';
  // `ESC ( B`, `ESC [ 1 ; 31 m`: what comes before the last byte of a sequence.
  const lastBefore = place === 'control' ? 0x3f : 0x2f;
  if (byte > lastBefore) return 'text';
  return place === 'control' ? 'control' : 'short';
}

/** What ends a sequence is part of it, unless it cannot be: another control character, or half of a character. */
function isText(before: Place, after: Place, byte: number): boolean {
  if (after !== 'text') return false;
  if (before === 'text' || byte >= 0x80) return true;
  return byte < 0x20 && byte !== bell;
}
