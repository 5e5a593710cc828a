/** The state of the log at the end of a day, as its notary signs it (C2SP tlog-checkpoint; PROTOCOL §8.1). */
import { fromBase64, toBase64 } from './base64.ts';
import { toBase64url } from './base64url.ts';
import { LENGTH, typed, type InstanceId, type TreeHash } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { isDay, type Day } from './stamp.ts';

/** What of an instance's entries a checkpoint covers: those stamped for later days than `after`, up to `day`. */
export interface DaysCovered {
  readonly day: Day;
  /** The day of the closing before; null for the first. */
  readonly after: Day | null;
}

export interface Checkpoint {
  /** Names the log. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  readonly root: TreeHash;
  /** Null for a log of another program: its checkpoints have no such line. */
  readonly days: DaysCovered | null;
}

/** Name of an instance's log, and of its notary's key in signed notes. */
export function logName(instance: InstanceId): string {
  return `sotto/${toBase64url(instance)}`;
}

export function formatCheckpoint({ origin, size, root, days }: Checkpoint): string {
  const after = days === null || days.after === null ? '' : ` after ${days.after}`;
  return `${origin}\n${size}\n${toBase64(root)}\n${days === null ? '' : `day ${days.day}${after}\n`}`;
}

/** @param text of a note, whose signatures are somebody else's to check. @throws CryptoError `malformed` */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', encoded = '', ...rest] = text.split('\n');
  const root = fromBase64(encoded);
  const end = rest.pop();
  // Of lines that follow none is allowed but ours: nobody answers for what another one means.
  const isWhole = end === '' && rest.length <= 1 && origin !== '';
  if (!isWhole || root?.length !== LENGTH.TreeHash) throw new CryptoError('malformed', 'checkpoint');
  const [line] = rest;
  const days = line === undefined ? null : parseDays(line);
  return { origin, size: parseCount(size), root: typed('TreeHash', root), days };
}

function parseDays(line: string): DaysCovered {
  const [, day = '', after] = /^day (\S{10})(?: after (\S{10}))?$/.exec(line) ?? [];
  if (!isDay(day) || !(after === undefined || (isDay(after) && after < day)))
    throw new CryptoError('malformed', 'days of a checkpoint');
  return { day, after: after ?? null };
}

/** A whole number without zeros before it. @throws CryptoError `malformed` */
export function parseCount(digits: string): number {
  const value = Number(digits);
  if (!/^(0|[1-9]\d*)$/.test(digits) || !Number.isSafeInteger(value))
    throw new CryptoError('malformed', 'number');
  return value;
}
