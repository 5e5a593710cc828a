/** Numbers both sides keep to, each with its unit and reason. */
import { concatLength } from './wire.ts';

export const LIMITS = {
  /** Bytes of a request's headers: what a browser sends is a tenth of it. */
  headerBytes: 8 * 1024,
  /** Bytes of a request's body where nothing long belongs in it: sixteen passkeys with their records are 60 KB. */
  bodyBytes: 128 * 1024,
  /** Bytes of a body that brings an entry: one of the largest size, two slot sets of 32, in base64url, and room. */
  entryBodyBytes: concatLength(256 * 1024 + 256) + 2 * concatLength(40 * 1024) + 8 * 1024,
  /** Bytes of a body that brings a keyring page. */
  keyringBodyBytes: concatLength(64 * 1024 + 40) + 1024,
  /** Bytes of a body that brings a directory: its text as it stands in JSON, an account, and room. */
  directoryBodyBytes: 1000 * 1000 + 16 * 1024,
  /** Bytes of the longest answer: a minute at 150 kbit/s. Whatever may be longer is read in several. */
  answerBytes: 1024 * 1024,
  /**
   * Bytes of a directory's text as it stands in an answer, quotes and all: 32 doors and 200 people with their keys
   * (3.3 KB each in base64url) fit.
   */
  directoryBytes: 1000 * 1000,
  /** Entries in one chain of a case: years of daily messages. */
  chainEntries: 4096,
  /** Entries in one answer to a read: about as many of the smallest size as fit. */
  readEntries: 64,
  /** Entries of one UTC day in one chain: more than a day of talk. */
  dayEntries: 64,
  /** Bytes that one UTC day adds to one chain, entries and slot sets: a dozen entries of the largest size and a lot of talk. */
  dayBytes: 8 * 1024 * 1024,
  /** Slot sets of one case, audience and epoch: as many colleagues can be given access, one by one, before the key changes. */
  epochSlotSets: 64,
  /** Slot sets of one case: years in which somebody leaves every week. All of 32 slots they are 19 MB. */
  caseSlotSets: 512,
  /**
   * Bytes that one UTC day takes from one officer's account, in all cases: a new key for twenty thousand cases of an
   * office of ten, after somebody has left.
   */
  officerDayBytes: 1024 * 1024 * 1024,
  /** Bytes of the files of one case, sealed: four of the largest. */
  caseFileBytes: 8 * 1024 * 1024 * 1024,
  /** Bytes of one file: what a browser holds in a number and a person sends in a night. */
  fileBytes: 2 * 1024 * 1024 * 1024,
  /** Files that one entry brings: what is shown, and what it was made from. */
  entryBlobs: 2,
  /** Bytes of files that one UTC day takes from one officer's account. */
  officerDayFileBytes: 16 * 1024 * 1024 * 1024,
  /** Cases in one answer of the feed, 100 bytes each. */
  feedCases: 1024,
  /** Cases whose slot sets are asked for at once: with two sets of 8 each they fill an answer. */
  slotSetCases: 32,
  /** Bytes of every keyring page, sealed: one size for everybody, whatever is on it. 64 KiB and a box. */
  keyringPageBytes: 64 * 1024 + 40,
  /** Pages of a keyring: 200,000 cases, and what did not open of a million. */
  keyringPages: 4096,
  /** Keyring pages in one answer: 700 KB in base64url. */
  keyringAnswerPages: 8,
  /** Passkeys of one account: one for each device of an officer and two in the safe, and room. */
  passkeys: 16,
  /** Characters of a passkey's name. */
  passkeyNameCharacters: 60,
  /** Seconds a challenge can be answered: long enough for a slow phone without WebAssembly. */
  challengeSeconds: 15 * 60,
  /** Seconds an officer may be idle before the session ends. */
  sessionIdleSeconds: 15 * 60,
  /** Seconds a session lasts at most. */
  sessionSeconds: 8 * 60 * 60,
  /** Milliseconds a request may take to arrive whole: the longest, a directory of 1 MB, over 32 kbit/s is 255 s. */
  requestMilliseconds: 330_000,
  /** Sessions of one account: more than a day of pages closed without signing out; beyond it the one unused the longest ends. */
  sessions: 256,
  /** Days an invitation works. */
  invitationDays: 7,
  /** Days a request to colleagues can be answered: a week has everybody at work once. */
  recoveryDays: 7,
  /** Requests open for one account: more than one person makes by mistake, and few enough to look through. */
  openRecoveries: 8,
  /** Invitations an office keeps: 1.9 KB each with the keys of whoever took one up, they fit one answer. */
  invitations: 512,
  /** Requests that are listed, in several answers. */
  listedRecoveries: 256,
  /** Characters of a text in one entry, three bytes each at most: with all that a report says besides, it fits 256 KiB. */
  textCharacters: 50_000,
  /** Of a line, such as a name or a place. */
  lineCharacters: 300,
} as const;
