/** The write-ahead log of SQLite, as it lies on the disk: which pages were written after which, and in which commits. */
export interface Frame {
  readonly page: number;
  /** What a page is: of a table or an index, inner or leaf; anything else goes on with a long row. */
  readonly kind: 'leaf' | 'inner' | 'index' | 'inner index' | 'long';
  readonly isLast: boolean;
}

const KINDS: Readonly<Record<number, Frame['kind']>> = {
  0x02: 'inner index',
  0x05: 'inner',
  0x0a: 'index',
  0x0d: 'leaf',
};
const [LOG_HEADER, FRAME_HEADER, FILE_HEADER] = [32, 24, 100];

export function framesOf(log: Buffer): Frame[] {
  if (log.length < LOG_HEADER) return [];
  const size = log.readUInt32BE(8);
  const frames: Frame[] = [];
  for (let at = LOG_HEADER; at + FRAME_HEADER + size <= log.length; at += FRAME_HEADER + size) {
    const page = log.readUInt32BE(at);
    const type = log[at + FRAME_HEADER + (page === 1 ? FILE_HEADER : 0)]!;
    frames.push({ page, kind: KINDS[type] ?? 'long', isLast: log.readUInt32BE(at + 4) !== 0 });
  }
  return frames;
}
