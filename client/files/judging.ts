/**
 * Whether a file can be looked at in the page, and as what: by its octets alone. Nothing is shown whose format can carry
 * a program that a browser would run, and no picture that is made to flood a device.
 */
import { formatOf, type Format } from '../scrub/format.ts';
import { letters, startsWith } from '../scrub/octets.ts';
import type { Kind, ToShow } from '../view/told.ts';
import { pixelsOf } from './pixels.ts';
import { LOOK_OCTETS, TEXT_OCTETS } from './look-limits.ts';

/** Why a file is not shown. */
export type NotShown =
  'empty' | 'unknown' | 'markup' | 'document' | 'picture' | 'too-large' | 'too-many-pixels' | 'damaged';

export type Judged =
  | {
      readonly is: 'shown';
      readonly kind: Kind;
      readonly type: string;
      readonly file: Blob;
      readonly isCut: boolean;
    }
  | { readonly is: 'kept'; readonly why: NotShown };

type Shape = Pick<ToShow, 'kind' | 'type'>;

/** A picture of more could take a gigabyte of memory: 100 million. */
const MOST_PIXELS = 100e6;

/** What says of which format a file is stands in its first 4 KiB. */
const HEAD_OCTETS = 4096;

/** Of each format what it is shown as; of pictures the size is known before anything is decoded. */
const SHAPES: Readonly<Record<Exclude<Format, 'mp4' | 'ogg'>, Shape | NotShown>> = {
  jpeg: { kind: 'picture', type: 'image/jpeg' },
  png: { kind: 'picture', type: 'image/png' },
  gif: { kind: 'picture', type: 'image/gif' },
  webp: { kind: 'picture', type: 'image/webp' },
  heif: { kind: 'picture', type: 'image/avif' },
  tiff: 'picture',
  svg: 'markup',
  mp3: { kind: 'sound', type: 'audio/mpeg' },
  wav: { kind: 'sound', type: 'audio/wav' },
  flac: { kind: 'sound', type: 'audio/flac' },
  pdf: { kind: 'pdf', type: 'application/pdf' },
  ooxml: 'document',
  odf: 'document',
  compound: 'document',
};

/** @param most - dots of a picture */
export async function judge(file: Blob, most = MOST_PIXELS): Promise<Judged> {
  if (file.size === 0) return { is: 'kept', why: 'empty' };
  if (file.size > LOOK_OCTETS) return { is: 'kept', why: 'too-large' };
  const head = new Uint8Array(await file.slice(0, HEAD_OCTETS).arrayBuffer());
  const format = await formatOf(file);
  const shape = shapeOf(format, head);
  if (typeof shape === 'string') return { is: 'kept', why: shape };
  if (shape.kind === 'picture' && format !== null) {
    const pixels = await pixelsOf(file, format);
    if (pixels === null || pixels > most)
      return { is: 'kept', why: pixels === null ? 'damaged' : 'too-many-pixels' };
  }
  const shown = shape.kind === 'text' ? file.slice(0, TEXT_OCTETS) : file;
  return { is: 'shown', ...shape, file: shown, isCut: shown.size < file.size };
}

function shapeOf(format: Format | null, head: Uint8Array): Shape | NotShown {
  if (format === null) return webmShape(head) ?? (isAac(head) ? sound('aac') : textShape(head));
  if (format === 'mp4') return letters(head, 8, 4) === 'M4A ' ? sound('mp4') : film('mp4');
  if (format === 'ogg') return letters(head).includes('theora') ? film('ogg') : sound('ogg');
  if (format === 'heif' && !/^avi[fs]/.test(letters(head, 8, 4))) return 'picture';
  // Other programs find one further on; what comes before could be anything.
  if (format === 'pdf' && !startsWith(head, '%PDF-')) return textShape(head);
  return SHAPES[format];
}

const sound = (name: string): Shape => ({ kind: 'sound', type: `audio/${name}` });
const film = (name: string): Shape => ({ kind: 'film', type: `video/${name}` });

/** EBML (RFC 8794), which says what is in it: films and what browsers record. */
function webmShape(head: Uint8Array): Shape | null {
  if (!startsWith(head, '\x1a\x45\xdf\xa3') || !letters(head, 0, 64).includes('webm')) return null;
  const text = letters(head);
  return /A_[A-Z]/.test(text) && !/V_[A-Z]/.test(text) ? sound('webm') : film('webm');
}

/** ISO 13818-7: synchronisation, and layer zero. */
function isAac(head: Uint8Array): boolean {
  return head[0] === 0xff && (head[1]! & 0xf6) === 0xf0;
}

/** Text has no octet that only programs write. What begins as a page or a drawing does is none. */
function textShape(head: Uint8Array): Shape | NotShown {
  const isWide = startsWith(head, '\xff\xfe') || startsWith(head, '\xfe\xff');
  const text = new TextDecoder(!isWide ? 'utf-8' : head[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(head);
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return 'unknown';
  if (/^\s*<[!?/a-z]/i.test(text)) return 'markup';
  return { kind: 'text', type: 'text/plain' };
}
