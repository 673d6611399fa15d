let last = 0;
let count = 0;

/** Ids are made on the phone and sort by the time they were made (UUIDv7, counting within a millisecond). */
export function newId(): string {
  const now = Date.now();
  count = now > last ? 0 : count + 1;
  last = Math.max(now, last) + (count > 0xfff ? 1 : 0);
  count &= 0xfff;
  const rest = crypto.getRandomValues(new Uint8Array(8));
  rest[0] = ((rest[0] ?? 0) & 0x3f) | 0x80;
  const time = hex(last, 12);
  const end = [...rest].map((byte) => hex(byte, 2)).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(count, 3)}-${end.slice(0, 4)}-${end.slice(4)}`;
}

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');

/** What the person's clock says, for `recorded_at`. */
export const recordedNow = (): string => new Date().toISOString();
