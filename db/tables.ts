/** Rows as the database holds them. They stay in this folder; what leaves it are the records of each file. */
import type { Kysely, Transaction } from 'kysely';
import { GroupCommit } from './group-commit.ts';

interface SettingRow {
  name: string;
  value: Uint8Array;
}

/** One row: the turn that is written under, and the UTC day it stands for. */
interface ClockRow {
  turn: number;
  day: string;
  /** The last UTC day whose entries are in the log: nothing more is stamped for it. Empty before the first. */
  closed: string;
}

/** Every turn there was. */
interface TurnRow {
  turn: number;
  day: string;
  /** Random: another history has others. */
  mark: Uint8Array;
}

/** A part of the log's tree. It only grows, and never changes once it is whole. */
interface TileRow {
  level: number;
  index: number;
  hashes: Uint8Array;
}

/** The state of the log at the end of a day. */
interface ClosingRow {
  /** UTC day. */
  day: string;
  /** Number of leaves. */
  size: number;
  /** Signed by the notary, and by witnesses. */
  note: Uint8Array;
}

/** An entry that was deleted before its day was closed. */
interface DeletedLeafRow {
  hash: Uint8Array;
  day: string;
}

interface DirectoryRow {
  version: number;
  text: string;
  signature: Uint8Array;
}

interface CaseRow {
  id: Uint8Array;
  /** The turn of the newest entry, and of the first. */
  turn: number;
  opened: number;
  /** How many entries each chain has. */
  shared: number;
  internal: number;
  slot_sets: number;
}

interface EntryRow {
  /** Where the row lies, and no more. */
  place: number;
  case_id: Uint8Array;
  chain: string;
  seq: number;
  bytes: Uint8Array;
  hash: Uint8Array;
  day: string;
  stamp: Uint8Array;
}

/** A file as it is stored. */
interface BlobRow {
  id: Uint8Array;
  case_id: Uint8Array;
  /** How many it has, also before they have come. */
  chunks: number;
  /** UTC day it was begun; empty once an entry names it. */
  day: string;
}

interface PieceRow {
  place: number;
  blob: Uint8Array;
  piece: number;
  bytes: Uint8Array;
}

interface SlotSetRow {
  place: number;
  case_id: Uint8Array;
  audience: string;
  epoch: number;
  /** 0 is the founding set; a colleague given access later adds one. */
  ordinal: number;
  bytes: Uint8Array;
  day: string;
}

interface AccountRow {
  id: Uint8Array;
  person: Uint8Array;
  salt: Uint8Array;
  vault: Uint8Array;
  authority_vault: Uint8Array | null;
}

interface UnlockRow {
  account: Uint8Array;
  method: string;
  sign_in_key: Uint8Array;
  wrapped_key: Uint8Array;
}

interface PasskeyRow {
  account: Uint8Array;
  id: Uint8Array;
  /** UTC day it was added. */
  day: string;
  sign_in_key: Uint8Array;
  /** What verifies its authenticator's signatures, as COSE writes it. */
  credential_key: Uint8Array;
  /** What the authenticator had counted to at the last sign-in; 0 for one that does not count. */
  counter: number;
  wrapped_key: Uint8Array;
  /** Its name and more, sealed by the person for the person. */
  box: Uint8Array;
}

/** With PostgreSQL only: `passing.ts`. */
interface PassingRow {
  key: Uint8Array;
  bundle: Uint8Array | null;
  value: Uint8Array;
  hour: number;
}

interface KeyringRow {
  place: number;
  name: Uint8Array;
  page: number;
  box: Uint8Array;
}

interface InvitationRow {
  /** Hash of the token in the link. */
  id: Uint8Array;
  /** Last UTC day on which it works. */
  expires: string;
  /** Who took it up, with their public keys; null while nobody has. */
  person: Uint8Array | null;
  kem: Uint8Array | null;
  signing: Uint8Array | null;
}

interface ShareSetRow {
  account: Uint8Array;
  bytes: Uint8Array;
  signature: Uint8Array;
  /** Who the helpers are, for their owner alone. */
  helpers: Uint8Array;
}

interface RecoveryRow {
  /** Hash of the request. */
  id: Uint8Array;
  /** Perhaps of nobody: whoever asks is not told. */
  account: Uint8Array;
  /** The key it is read with. */
  signing: Uint8Array;
  request: Uint8Array;
  /** Last UTC day on which it can be answered. */
  expires: string;
  /** Rises from one request of an account to the next: a day says too little, and whoever asks chooses it. */
  place: number;
  /** In which it was asked: an answer lists the newest first. */
  turn: number;
  state: string;
  done: Uint8Array | null;
  done_signature: Uint8Array | null;
}

interface RecoveryAnswerRow {
  recovery: Uint8Array;
  helper: Uint8Array;
  /** The share's key; null for a person's own refusal. */
  share_key: Uint8Array | null;
  answer: Uint8Array;
  signature: Uint8Array;
  /** Kept until the request ends. */
  letter: Uint8Array | null;
}

export interface Tables {
  share_sets: ShareSetRow;
  recoveries: RecoveryRow;
  recovery_answers: RecoveryAnswerRow;
  invitations: InvitationRow;
  settings: SettingRow;
  clock: ClockRow;
  turns: TurnRow;
  tiles: TileRow;
  closings: ClosingRow;
  deleted_leaves: DeletedLeafRow;
  directories: DirectoryRow;
  cases: CaseRow;
  entries: EntryRow;
  slot_sets: SlotSetRow;
  blobs: BlobRow;
  pieces: PieceRow;
  accounts: AccountRow;
  unlocks: UnlockRow;
  passkeys: PasskeyRow;
  passing: PassingRow;
  keyrings: KeyringRow;
}

export type Database = Kysely<Tables>;
export type DatabaseTransaction = Transaction<Tables>;

/** Databases whose transactions share commits. */
const groups = new WeakMap<Database, GroupCommit<Tables>>();

/** Has the transactions of a database with a single writer share commits from now on. */
export function shareCommits(db: Database): Database {
  groups.set(db, new GroupCommit(db));
  return db;
}

/** Several reads of one state: what others write meanwhile is in none of them. */
export function inSnapshot<T>(
  db: Database,
  read: (transaction: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').execute(read);
}

/** Runs `work` whole or not at all. What it returns is durable when the promise resolves. */
export function inTransaction<T>(
  db: Database,
  work: (transaction: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  return groups.get(db)?.run(work) ?? db.transaction().execute(work);
}
