/** Numbers both sides keep to, each with its unit and reason. */
import { concatLength } from './wire.ts';

export const LIMITS = {
  /** Bytes of a request's body: a first internal entry of the largest size with a slot set of 32, in base64url, and room. */
  bodyBytes: concatLength(256 * 1024 + 128) + concatLength(40 * 1024) + 8 * 1024,
  /** Bytes of a directory's text: 32 doors and 200 people with their keys (3.3 KB each in base64url) fit. */
  directoryBytes: 1024 * 1024,
  /** Entries in one chain of a case: years of daily messages; keeps an answer under about 100 MB at the very worst. */
  chainEntries: 4096,
  /** Entries in one answer to a read; the client asks on from there. */
  readEntries: 64,
  /** Cases in one answer of the feed, 100 bytes each. */
  feedCases: 1024,
  /** Cases whose slot sets are asked for at once: 32 cases with three sets of 8 are 1.2 MB. */
  slotSetCases: 32,
  /** Bytes of one keyring page, sealed. */
  keyringPageBytes: 128 * 1024,
  /** Pages of a keyring: 2,048 pages of 64 cases. */
  keyringPages: 2048,
  /** Passkeys of one account: one for each device of an officer and two in the safe, and room. */
  passkeys: 16,
  /** Characters of a passkey's name. */
  passkeyNameCharacters: 60,
  /** Seconds a challenge can be answered: long enough for a slow phone without WebAssembly. */
  challengeSeconds: 15 * 60,
  /** Seconds an officer may be idle before the session ends (DESIGN §5). */
  sessionIdleSeconds: 15 * 60,
  /** Seconds a session lasts at most. */
  sessionSeconds: 8 * 60 * 60,
  /** Milliseconds a request may take to arrive whole: a 0.5 MB body over 50 kbit/s is 80 s. */
  requestMilliseconds: 120_000,
  /** Days a request to colleagues can be answered: a week has everybody at work once. */
  recoveryDays: 7,
  /** Requests open for one account: more than one person makes by mistake, and few enough to look through. */
  openRecoveries: 8,
  /** Requests in one answer, 5 KB each with their answers. */
  listedRecoveries: 256,
  /** Characters of a person's text in one entry: 4 bytes each at most still fit an entry of 256 KiB. */
  textCharacters: 50_000,
} as const;
