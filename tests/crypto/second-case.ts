/**
 * Step 8 of §6 once more, from PROTOCOL.md alone: which keys a chain has, who may write in it, who reads it and what becomes
 * of requests. Entries are as the vectors have them, and what stands in them is taken to be of the right shape.
 */
import type { Input } from './vector.ts';

interface NamedSet {
  readonly audience: string;
  readonly epoch: number;
  readonly hash: string;
  readonly commitment: string;
}

/** Whatever a field may be: each kind has its own. */
interface Content {
  readonly [field: string]: unknown;
}

interface Entry {
  /** Empty for the reporter. */
  readonly author: string;
  readonly kind: string;
  readonly content: Content;
  readonly epoch: number;
  readonly commitment: string;
  readonly hash: string;
  readonly day: string;
}

interface Request {
  readonly by: string;
  state: string;
  from: string | null;
  broken: string | null;
}

const WRITERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  shared: {
    message: ['reporter', 'officer'],
    facts: ['reporter'],
    access: ['officer', 'custodian'],
    status: ['officer'],
    grant: ['officer'],
    rotation: ['officer'],
    entrust: ['reporter'],
    identity: ['reporter'],
    custodians: ['reporter'],
    'identity-request': ['officer'],
    'identity-decision': ['custodian'],
    'identity-objection': ['reporter'],
    'identity-disclosure': ['custodian'],
    'identity-access': ['officer'],
    incident: ['reporter'],
    '?baseline': ['reporter'],
    '?check-in': ['reporter'],
    '?knowledge': ['officer'],
    '?measure-question': ['officer'],
    '?measure-answer': ['reporter'],
    '?referral-question': ['officer'],
    '?referral-answer': ['reporter'],
    '?file': ['reporter', 'officer'],
    '?file-gone': ['reporter', 'officer'],
  },
  internal: {
    rotation: ['officer'],
    note: ['officer'],
    '?priority': ['officer'],
    '?incident-done': ['officer'],
    '?knowledge-held': ['officer'],
    '?measure': ['officer'],
    '?measure-done': ['officer'],
    '?referral': ['officer'],
    '?risk': ['officer'],
    '?outcome': ['officer'],
  },
};
const GIVES = ['grant', 'entrust', 'identity-request'];

class Unreadable extends Error {}

function must(fits: boolean, what: string): void {
  if (!fits) throw new Unreadable(what);
}

const spelt = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const list = (value: unknown) => (value ?? []) as string[];

function entriesOf(input: Input, chain: string): Entry[] {
  return input.list(chain).map((entry) => {
    const text = entry.has('text') ? entry.text('text') : Buffer.from(entry.bytes('bytes')).toString();
    return {
      author: entry.has('author') ? spelt(entry.bytes('author')) : '',
      kind: entry.text('kind'),
      content: JSON.parse(text) as Content,
      epoch: entry.number('epoch'),
      commitment: spelt(entry.bytes('commitment')),
      hash: spelt(entry.bytes('hash')),
      day: entry.text('day'),
    };
  });
}

function setsIn({ kind, content }: Entry): NamedSet[] {
  if (kind === 'report') return (content['sealing'] as Content)['slotSets'] as NamedSet[];
  if (kind === 'rotation') return [content['slotSet'] as NamedSet];
  if (kind in WRITERS['internal']!)
    return content['founding'] === undefined ? [] : [content['founding'] as NamedSet];
  return (content['slotSets'] ?? []) as NamedSet[];
}

/** Keys of a chain. */
function checkKey(entry: Entry, before: Entry | undefined, audience: string): void {
  const sets = setsIn(entry);
  const { kind, epoch, commitment } = entry;
  if (before === undefined || kind === 'rotation') {
    const [own, ...others] = sets;
    must(epoch === (before === undefined ? 0 : before.epoch + 1), 'epoch');
    const mayFound =
      audience === 'shared' ? kind === 'report' : kind !== 'rotation' && kind in WRITERS['internal']!;
    must(before !== undefined || mayFound, 'founds');
    must(own?.audience === audience && own.epoch === epoch && own.commitment === commitment, 'own set');
    if (kind === 'report') must(others.length === 1 && others[0]!.audience === 'custodians', 'two sets');
    else must(others.length === 0, 'one set');
    return;
  }
  must(epoch === before.epoch && commitment === before.commitment, 'the key of the entry before');
  must(sets.length === 0 || GIVES.includes(kind), 'names none');
  for (const set of sets) {
    const isOwn = set.audience === 'shared' && set.epoch === epoch && set.commitment === commitment;
    must(isOwn || set.audience === 'officers', 'a set of this key');
  }
}

/** A case as far as its shared chain was read. */
class Case {
  readonly read: Entry[] = [];
  readers: string[] = [];
  readonly ever = new Set<string>();
  readonly custodians = new Set<string>();
  now: string[] = [];
  barred: string[] = [];
  leftOut: string[] = [];
  isGiven = false;
  /** Hashes of entries beside whose file an original is kept. */
  readonly originals = new Set<string>();
  days = 0;
  readonly requests = new Map<string, Request>();
  readonly #people: readonly string[];

  constructor(people: readonly string[]) {
    this.#people = people;
  }

  add(entry: Entry): void {
    checkKey(entry, this.read.at(-1), 'shared');
    if (this.read.length === 0) this.#open(entry);
    else if (!entry.kind.startsWith('?') || entry.kind in WRITERS['shared']!) this.#goOn(entry);
    for (const id of this.readers) this.ever.add(id);
    this.read.push(entry);
  }

  roleOf(author: string): string {
    if (author === '') return 'reporter';
    return this.custodians.has(author) ? 'custodian' : 'officer';
  }

  #open({ author, content }: Entry): void {
    const [sealing, identity] = [content['sealing'] as Content, content['identity'] as Content];
    must(author === '', 'by the reporter');
    this.readers = list(sealing['sealedTo']);
    this.leftOut = list(sealing['leftOut']);
    this.barred = [...this.readers, ...this.leftOut];
    this.now = list(identity['custodians']);
    for (const id of this.now) this.custodians.add(id);
    must(!this.now.some((id) => this.barred.includes(id)), 'custodians');
    this.isGiven = identity['state'] === 'sealed';
    this.days = identity['days'] as number;
  }

  #goOn(entry: Entry): void {
    const { author, kind, content } = entry;
    must(WRITERS['shared']![kind]?.includes(this.roleOf(author)) === true, 'may write');
    must(author === '' || this.readers.includes(author), 'reads');
    // Of a question it is whom the case may be passed on to, in words.
    const to = kind === '?referral-question' ? [] : content['to'];
    const named = [to, content['sealedTo'], kind === 'identity-request' && content['custodians']];
    const ids = named.flatMap((value) => value || []) as string[];
    must(
      ids.every((id) => this.#people.includes(id)),
      'in the directory',
    );
    if (kind === 'grant') must(!this.readers.includes(ids[0]!), 'reads already');
    if (kind === 'grant' || kind === 'entrust')
      must(!ids.some((id) => this.leftOut.includes(id) || this.custodians.has(id)), 'may read');
    if (kind === 'rotation')
      must(
        ids.every((id) => this.readers.includes(id)),
        'reads',
      );
    this.#identity(entry);
    if (kind === 'rotation') this.readers = ids;
    else if (GIVES.includes(kind)) this.readers = [...new Set([...this.readers, ...ids])];
  }

  #identity({ author, kind, content, hash, day }: Entry): void {
    if (kind === '?file') {
      const isKept = content['?original'] !== undefined && author === '' && this.now.length > 0;
      if (isKept) this.originals.add(hash);
    } else if (kind === 'identity') {
      must(!this.isGiven && this.now.length > 0, 'none yet');
      this.isGiven = true;
    } else if (kind === 'custodians') {
      const to = list(content['to']);
      must(!to.some((id) => this.barred.includes(id)), 'barred');
      must(!to.some((id) => this.ever.has(id) && !this.custodians.has(id)), 'has read');
      must(list(content['letters']).length === to.length + 1, 'letters');
      must(!this.isGiven || content['state'] === 'sealed', 'a name stays');
      this.isGiven = content['state'] === 'sealed';
      this.now = to;
      for (const id of to) this.custodians.add(id);
    } else if (kind === 'identity-request') {
      const { original } = content;
      const isThere = original === undefined ? this.isGiven : this.originals.has(original as string);
      must(isThere && list(content['custodians']).every((id) => this.now.includes(id)), 'who could say');
      this.requests.set(hash, { by: author, state: 'waiting', from: null, broken: null });
    } else if (kind.startsWith('identity-')) {
      const request = this.requests.get(content['request'] as string);
      must(request !== undefined, 'no such request');
      this.#about(request!, author, kind, content, day);
    }
  }

  #about(request: Request, author: string, kind: string, content: Content, day: string): void {
    const isDisclosed = ['disclosed', 'opened'].includes(request.state);
    if (kind === 'identity-objection') {
      if (isDisclosed) return;
      request.from = null;
      if (request.state === 'approved') request.state = 'objected';
    } else if (kind === 'identity-access') {
      must(isDisclosed && author === request.by, 'nothing to open');
      request.state = 'opened';
    } else {
      must(this.now.includes(author), 'a custodian as named now');
      if (kind === 'identity-disclosure') {
        if (isDisclosed) return;
        request.broken = brokenBy(request, day);
        request.state = 'disclosed';
        return;
      }
      must(!isDisclosed && request.state !== 'refused', 'decided');
      request.state = content['approved'] === true ? 'approved' : 'refused';
      request.from = content['approved'] === true ? later(day, this.days + 1) : null;
    }
  }
}

function brokenBy({ state, from }: Request, day: string): string | null {
  if (state === 'objected') return 'objected';
  if (state !== 'approved') return 'undecided';
  return day < from! ? 'early' : null;
}

const later = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** @returns how many of some entries are taken, one after the other */
function taken(entries: readonly Entry[], take: (entry: Entry) => void): number {
  for (const [i, entry] of entries.entries()) {
    try {
      take(entry);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return i;
    }
  }
  return entries.length;
}

function sharedOf(input: Input) {
  const found = new Case(input.bytesList('people').map(spelt));
  const entries = entriesOf(input, 'shared');
  const readable = taken(entries, (entry) => found.add(entry));
  return { found, readable, unread: entries[readable] };
}

/** A kind that stands in no table is newer. */
function isNewer(unread: Entry | undefined): boolean | null {
  if (unread === undefined) return null;
  return !['report', ...Object.keys({ ...WRITERS['shared'], ...WRITERS['internal'] })].includes(unread.kind);
}

const lastRotation = (entries: readonly Entry[]) => entries.findLast(({ kind }) => kind === 'rotation');
const withMaker = (readers: string[], made: Entry | undefined) => [
  ...new Set([...readers, ...(made ? [made.author] : [])]),
];

/** For whom the key of the notes was changed, and who was given it since. */
function noteReaders(rotation: Entry, shared: readonly Entry[]): string[] {
  const given = shared.filter(
    (entry) =>
      entry.kind === 'grant' &&
      setsIn(entry).some(({ audience, epoch }) => audience === 'officers' && epoch === rotation.epoch),
  );
  return [...list(rotation.content['sealedTo']), ...given.map(({ content }) => content['to'] as string)];
}

export const SECOND_CASE: Readonly<Record<string, (input: Input) => unknown>> = {
  readShared: (input) => {
    const { found, readable, unread } = sharedOf(input);
    const { read, readers, requests } = found;
    return {
      readable,
      isNewer: isNewer(unread),
      readers,
      holders: withMaker(readers, lastRotation(read)),
      requests: [...requests.values()].map(({ state, from, broken }) => ({ state, from, broken })),
      sets: read.flatMap(setsIn).map(({ hash }) => hash),
    };
  },
  readNotes: (input) => {
    const { found } = sharedOf(input);
    const officers = [...found.ever].filter((id) => !found.custodians.has(id));
    const notes: Entry[] = [];
    let writers = officers;
    const entries = entriesOf(input, 'internal');
    const readable = taken(entries, (entry) => {
      const { author, kind, content } = entry;
      checkKey(entry, notes.at(-1), 'officers');
      must(WRITERS['internal']![kind]?.includes(found.roleOf(author)) === true, 'may write');
      must(writers.includes(author), 'reads');
      if (kind === 'rotation') {
        must(
          list(content['sealedTo']).every((id) => officers.includes(id)),
          'reads',
        );
        writers = noteReaders(entry, found.read);
      }
      notes.push(entry);
    });
    const last = lastRotation(notes);
    const readers =
      last === undefined
        ? found.readers.filter((id) => !found.custodians.has(id))
        : noteReaders(last, found.read);
    const keys = notes.flatMap(setsIn);
    const isKnown = (set: NamedSet) =>
      set.audience !== 'officers' ||
      keys.some((key) => key.epoch === set.epoch && key.commitment === set.commitment);
    return {
      readable,
      isNewer: isNewer(entries[readable]),
      readers,
      holders: withMaker(readers, last ?? notes[0]),
      sets: [...found.read.flatMap(setsIn).filter(isKnown), ...keys].map(({ hash }) => hash),
    };
  },
};
