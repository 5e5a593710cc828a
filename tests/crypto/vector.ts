/** What a test vector looks like, and how its values are read. The vectors are in crypto/vectors/. */
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { concat, typed, type Bytes, type Kind } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';

/** What JSON can hold. */
export type Plain = string | number | boolean | null | Plain[] | { [name: string]: Plain };

/** Bytes: base64url, or a sample of the topic with something done to it. */
export type BytesIn = string | { readonly sample: string; readonly edit?: readonly Edit[] };

export type Edit =
  /** Flips one bit of the byte at an offset. */
  | { readonly flip: readonly [offset: number, bit: number] }
  /** Takes bytes away from the end. */
  | { readonly cut: number }
  /** Adds bytes, or a part of a sample, at the end. */
  | { readonly add: BytesIn }
  /** Writes bytes over those at an offset. */
  | { readonly put: readonly [offset: number, bytes: BytesIn] }
  /** Keeps only the bytes from one offset to another. */
  | { readonly keep: readonly [from: number, to: number] };

export interface Vector {
  readonly name: string;
  readonly run: string;
  readonly in: Readonly<Record<string, unknown>>;
  readonly out?: Plain;
  readonly fails?: string;
}

export interface Topic {
  /** The part of PROTOCOL.md that this is about. */
  readonly section: string;
  readonly samples: Readonly<Record<string, string>>;
  readonly vectors: readonly Vector[];
}

/** What became of a vector. `problem` says what came out instead; null when it is as it should be. */
export interface Result {
  readonly name: string;
  readonly problem: string | null;
  /** Why it was not run. */
  readonly skipped?: string;
}

/** Thrown by a function that this build of libsodium does not have. */
export class Skip extends Error {}

/** What goes into a function, read from a vector. */
export class Input {
  readonly #topic: Topic;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(topic: Topic, values: Readonly<Record<string, unknown>>) {
    this.#topic = topic;
    this.#values = values;
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value !== 'string') throw new Error(`${name} is no text`);
    return value;
  }

  number(name: string): number {
    const value = this.#values[name];
    if (typeof value !== 'number') throw new Error(`${name} is no number`);
    return value;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  bytes(name: string): Uint8Array {
    return bytesOf(this.#topic, this.#values[name] as BytesIn);
  }

  typed<K extends Kind>(kind: K, name: string): Bytes<K> {
    return typed(kind, this.bytes(name));
  }

  bytesList(name: string): Uint8Array[] {
    return (this.#values[name] as BytesIn[]).map((value) => bytesOf(this.#topic, value));
  }

  inside(name: string): Input {
    return new Input(this.#topic, this.#values[name] as Record<string, unknown>);
  }

  list(name: string): Input[] {
    return (this.#values[name] as Record<string, unknown>[]).map((value) => new Input(this.#topic, value));
  }
}

function bytesOf(topic: Topic, value: BytesIn): Uint8Array {
  if (typeof value === 'string') {
    const bytes = fromBase64url(value);
    if (bytes === null) throw new CryptoError('malformed', 'base64url');
    return bytes;
  }
  const sample = topic.samples[value.sample];
  if (sample === undefined) throw new Error(`no sample ${value.sample}`);
  return (value.edit ?? []).reduce((bytes, edit) => edited(topic, bytes, edit), bytesOf(topic, sample));
}

function edited(topic: Topic, bytes: Uint8Array, edit: Edit): Uint8Array {
  if ('cut' in edit) return bytes.slice(0, bytes.length - edit.cut);
  if ('add' in edit) return concat(bytes, bytesOf(topic, edit.add));
  if ('keep' in edit) return bytes.slice(...edit.keep);
  const changed = bytes.slice();
  if ('flip' in edit) changed[edit.flip[0]]! ^= 1 << edit.flip[1];
  else changed.set(bytesOf(topic, edit.put[1]), edit.put[0]);
  return changed;
}

/** Base64url of bytes anywhere inside a value. */
export function plain(value: unknown): Plain {
  if (value instanceof Uint8Array) return toBase64url(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
  }
  return value as Plain;
}
