/**
 * The position of the last byte of the multi-byte UTF-8 sequence that begins at `at`, or -1 where none does: RFC 3629,
 * section 4, without surrogates, overlong forms and what lies beyond U+10FFFF.
 */
export function endOfSequence(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  if (first >= 0xc2 && first <= 0xdf) return isTail(second) ? at + 1 : -1;
  if (first >= 0xe0 && first <= 0xef) {
    const least = first === 0xe0 ? 0xa0 : 0x80;
    const most = first === 0xed ? 0x9f : 0xbf;
    return second >= least && second <= most && isTail(bytes[at + 2]) ? at + 2 : -1;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const least = first === 0xf0 ? 0x90 : 0x80;
    const most = first === 0xf4 ? 0x8f : 0xbf;
    return second >= least && second <= most && isTail(bytes[at + 2]) && isTail(bytes[at + 3]) ? at + 3 : -1;
  }
  return -1;
}

function isTail(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte <= 0xbf;
}
