/**
 * The protocol once more, written from PROTOCOL.md with libraries that share no code with libsodium. It opens what
 * the vectors hold and makes what always comes out the same; of crypto/ it uses nothing but
 * the reader of the vectors.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { argon2id } from '@noble/hashes/argon2.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem768_x25519 as xwing } from '@noble/post-quantum/hybrid.js';
import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { SECOND_CASE } from './second-case.ts';
import type { Input } from './vector.ts';

const ascii = new TextEncoder();
const CHAINS = ['', 'shared', 'internal'];
const AUDIENCES = ['', 'shared', 'officers', 'custodians'];

// §1
const u32 = (n: number) => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const field = (bytes: Uint8Array) => join(u32(bytes.length), bytes);
export const frame = (name: string, ...fields: Uint8Array[]) =>
  join(...[ascii.encode(name), ...fields].map(field));
export const domain = (name: string) => `sotto/${name}/v1`;
export const H = (name: string, ...fields: Uint8Array[]) =>
  blake2b(frame(domain(name), ...fields), { dkLen: 32 });
export const keyedH = (key: Uint8Array, name: string, ...fields: Uint8Array[]) =>
  blake2b(frame(domain(name), ...fields), { dkLen: 32, key });
const kdf = (key: Uint8Array, n: number, context: string) =>
  blake2b(new Uint8Array(), {
    dkLen: 32,
    key,
    salt: join(Uint8Array.of(n), new Uint8Array(15)),
    personalization: join(ascii.encode(context), new Uint8Array(8)),
  });
const sign = (seed: Uint8Array, name: string, ...fields: Uint8Array[]) =>
  ed25519.sign(frame(domain(name), ...fields), seed);
export const open = (key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, context: Uint8Array) =>
  xchacha20poly1305(key, nonce, context).decrypt(sealed);

// §3
export const caseId = (key: Uint8Array) => H('case', key).slice(0, 16);

export function reporterKeys(entropy: Uint8Array, instance: Uint8Array) {
  const master = keyedH(entropy, 'receipt', instance);
  const [signingSeed, kemSeed, custodiansKey, claimKey, proofSeed] = [1, 2, 3, 4, 5].map((n) =>
    kdf(master, n, 'sottorcp'),
  ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const signingPublicKey = ed25519.getPublicKey(signingSeed);
  const kemPublicKey = xwing.keygen(kemSeed).publicKey;
  return {
    caseId: caseId(signingPublicKey),
    signingSeed,
    signingPublicKey,
    kemSeed,
    kemPublicKey,
    custodiansKey,
    claimKey,
    proofSeed,
    proofKey: ed25519.getPublicKey(proofSeed),
  };
}

function bitsOf(bytes: Uint8Array) {
  return [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

function letters(bytes: Uint8Array, size: number, count: number, list: readonly string[]) {
  const bits = bitsOf(bytes);
  return Array.from({ length: count }, (_, i) => list[parseInt(bits.slice(i * size, (i + 1) * size), 2)]!);
}

function caseReference(id: Uint8Array) {
  const all = letters(H('reference', id), 5, 8, '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('')).join('');
  return `${all.slice(0, 4)}-${all.slice(4)}`;
}

export const sixWords = (name: string, ...fields: Uint8Array[]) =>
  letters(H(name, ...fields), 11, 6, wordlist).join(' ');

// §4
function personKeys(seed: Uint8Array) {
  const [signingSeed, kemSeed, keyringKey, accountKey] = [1, 2, 3, 4].map((n) => kdf(seed, n, 'sottoper'));
  const signingPublicKey = ed25519.getPublicKey(signingSeed!);
  return {
    signingSeed,
    signingPublicKey,
    kemSeed,
    kemPublicKey: xwing.keygen(kemSeed).publicKey,
    keyringKey,
    accountKey,
  };
}

// §5
function caseKey(key: Uint8Array, id: Uint8Array, audience: string, epoch: number) {
  const commitment = keyedH(key, 'commit', id, Uint8Array.of(AUDIENCES.indexOf(audience)), u32(epoch));
  const accessSeed = kdf(key, 2, 'sottocas');
  return {
    commitment,
    entryKey: kdf(key, 1, 'sottocas'),
    identityKey: kdf(key, 3, 'sottocas'),
    accessSeed,
    accessKey: ed25519.getPublicKey(accessSeed),
  };
}

function slotSetHeader(set: Uint8Array) {
  const at = (from: number, length: number) => set.slice(from, from + length);
  return {
    instance: at(1, 16),
    caseId: at(17, 16),
    audience: AUDIENCES[set[33]!]!,
    epoch: new DataView(at(34, 4).buffer).getUint32(0),
    directory: at(38, 32),
    commitment: at(70, 32),
    accessKey: at(102, 32),
  };
}

function openSlotSet(set: Uint8Array, reader: Uint8Array) {
  const header = slotSetHeader(set);
  const headerBytes = set.slice(0, 134);
  const pair = xwing.keygen(reader);
  for (let at = 134; at < set.length; at += 1168) {
    const ct = set.slice(at, at + 1120);
    let key: Uint8Array;
    try {
      const w = keyedH(xwing.decapsulate(ct, pair.secretKey), 'slot', headerBytes, pair.publicKey, ct);
      const context = frame(domain('slot-aead'), headerBytes, pair.publicKey, ct);
      key = open(w, new Uint8Array(24), set.slice(at + 1120, at + 1168), context);
    } catch {
      continue;
    }
    const { commitment, accessKey } = caseKey(key, header.caseId, header.audience, header.epoch);
    if (String([commitment, accessKey]) !== String([header.commitment, header.accessKey]))
      throw new Error('bad-commitment');
    return { key, header };
  }
  return null;
}

const openLetter = (input: Input) =>
  letterFor(input.bytes('reader'), input.bytes('letter'), input.text('purpose'), input.bytesList('context'));

function letterFor(reader: Uint8Array, letter: Uint8Array, purpose: string, context: readonly Uint8Array[]) {
  const pair = xwing.keygen(reader);
  const ct = letter.slice(0, 1120);
  const fields = [ascii.encode(purpose), ...context, pair.publicKey, ct];
  try {
    const w = keyedH(xwing.decapsulate(ct, pair.secretKey), 'letter', ...fields);
    return open(w, new Uint8Array(24), letter.slice(1120), frame(domain('letter-aead'), ...fields));
  } catch {
    return null;
  }
}

// §6
export function entryHeader(entry: Uint8Array) {
  const at = (from: number, length: number) => entry.slice(from, from + length);
  const number = (from: number) => new DataView(at(from, 4).buffer).getUint32(0);
  return {
    caseId: at(1, 16),
    chain: CHAINS[entry[17]!]!,
    seq: number(18),
    previous: at(22, 32),
    audience: AUDIENCES[entry[54]!]!,
    epoch: number(55),
    nonce: at(59, 24),
    commitment: at(83, 32),
    claim: at(115, 32),
  };
}

const insideHash = (entry: Uint8Array) => H('inside', entry.slice(0, 115), entry.slice(147));
export const entryHash = (entry: Uint8Array) => H('hash', entry.slice(115, 147), insideHash(entry));
const ownKey = (entry: Uint8Array, key: Uint8Array) =>
  keyedH(kdf(key, 1, 'sottocas'), 'entry-key', entry.slice(0, 83));

function openEntry(entry: Uint8Array, own: Uint8Array, people: Input[]) {
  const header = entryHeader(entry);
  const headerBytes = entry.slice(0, 147);
  if (String(keyedH(own, 'entry-commit')) !== String(header.commitment)) throw new Error('tampered');
  const padded = open(own, header.nonce, entry.slice(147), frame(domain('entry-aead'), headerBytes));
  const body = padded.slice(0, padded.lastIndexOf(0x80));
  const fields: Uint8Array[] = [];
  for (let at = 64; at < body.length; at += 4 + fields.at(-1)!.length) {
    fields.push(body.slice(at + 4, at + 4 + new DataView(body.buffer, at).getUint32(0)));
  }
  const [author, kind, content] = fields as [Uint8Array, Uint8Array, Uint8Array];
  const isReporter = author.length === 32;
  if (isReporter && String(caseId(author)) !== String(header.caseId)) throw new Error('unknown-author');
  const key32 = isReporter
    ? author
    : people.find((person) => String(person.bytes('id')) === String(author))?.bytes('signing');
  if (key32 === undefined) throw new Error('unknown-author');
  const signed = frame(domain('entry'), headerBytes, author, kind, content);
  if (!ed25519.verify(body.slice(0, 64), signed, key32)) throw new Error('bad-signature');
  return {
    seq: header.seq,
    author: isReporter ? { role: 'reporter', key: author } : { role: 'person', id: author },
    kind: new TextDecoder().decode(kind),
    content: new TextDecoder().decode(content),
  };
}

function verifyChain(input: Input) {
  let previous: Uint8Array = new Uint8Array(32);
  const shown = input.list('entries');
  let latest = '';
  const links = shown.map((entry, seq) => {
    const [bytes, given] = [entry.bytes('bytes'), entry.text('day')];
    const header = entryHeader(bytes);
    if (header.seq !== seq || String(header.previous) !== String(previous)) throw new Error('broken-chain');
    previous = entryHash(bytes);
    const stamped = frame(domain('stamp'), input.bytes('instance'), previous, ascii.encode(given));
    if (!ed25519.verify(entry.bytes('signature'), stamped, input.bytes('notary')))
      throw new Error('bad-stamp');
    latest = given > latest ? given : latest;
    return { bytes, day: latest, given, hash: previous, header };
  });
  const entries: object[] = [];
  for (const [i, { bytes, day, given, hash, header }] of links.entries()) {
    const { audience, epoch } = header;
    const code = codeOf(() => {
      if (i > 0 && epoch < links[i - 1]!.header.epoch) throw new Error('broken-chain');
      const key = input
        .list('keys')
        .find((one) => one.text('audience') === audience && one.number('epoch') === epoch)
        ?.bytes('key');
      if (key === undefined) throw new Error('tampered');
      const opened = openEntry(bytes, ownKey(bytes, key), input.list('people'));
      const context = [header.caseId, Uint8Array.of(bytes[54]!), u32(epoch)];
      const commitment = keyedH(key, 'commit', ...context);
      entries.push({ ...opened, day, stamped: given, hash, commitment });
    });
    if (code !== null) return { links: links.length, entries, stopped: code };
  }
  return { links: links.length, entries, stopped: null };
}

/** What an entry was not opened for; a library that refuses one says so in words of its own. */
function codeOf(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (error) {
    const { message } = error as Error;
    return ['broken-chain', 'unknown-author', 'bad-signature'].includes(message) ? message : 'tampered';
  }
}

// §9
const stretchedBefore = new Map<string, Uint8Array>();

/** A passphrase, stretched. In JavaScript alone it takes ten seconds: those of one spelling and one salt do once. */
function stretched(input: Input): Uint8Array {
  const [passphrase, salt] = [input.text('passphrase').normalize('NFKC'), input.bytes('salt')];
  const which = `${String(salt)} ${passphrase}`;
  const known = stretchedBefore.get(which);
  if (known !== undefined) return known;
  const result = argon2id(ascii.encode(passphrase), salt, { t: 3, m: 256 * 1024, p: 1, dkLen: 64 });
  stretchedBefore.set(which, result);
  return result;
}

const halves = (derived: Uint8Array) => ({ signInSeed: derived.slice(0, 32), unlockKey: derived.slice(32) });
const each = (input: Input, ...names: string[]) => names.map((name) => input.bytes(name));
const texts = (input: Input, ...names: string[]) => names.map((name) => ascii.encode(input.text(name)));
const accountFrame = (name: string, input: Input, last: string) =>
  frame(domain(name), ...each(input, 'instance', 'account'), ...texts(input, last));
const openBox = (input: Input, context: Uint8Array) =>
  open(input.bytes('key'), input.bytes('box').slice(0, 24), input.bytes('box').slice(24), context);

function passkeyFields(input: Input) {
  const spell = (one: Input) => Buffer.from(one.bytes('id')).toString('base64url');
  const sorted = input.list('passkeys').toSorted((a, b) => (spell(a) < spell(b) ? -1 : 1));
  return sorted.flatMap((one) => each(one, 'id', 'signInKey', 'credentialKey', 'wrappedKey', 'box'));
}

// §9.1
function cut(bytes: Uint8Array, from: number, ...lengths: number[]): Uint8Array[] {
  let at = from;
  return lengths.map((length) => bytes.slice(at, (at += length)));
}
const dayAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.slice(at, at + 10));

function shareSet(bytes: Uint8Array) {
  const [instance, account, owner, id, directory] = cut(bytes, 1, 16, 16, 16, 16, 32) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const places = Array.from({ length: 16 }, (_, i) => {
    const [key, letter] = cut(bytes, 98 + i * 1233, 32, 1201) as [Uint8Array, Uint8Array];
    return { key, letter };
  });
  return { header: { instance, account, owner, id, directory, threshold: bytes[97]! }, places };
}

function times(a: number, b: number): number {
  if (b === 0) return 0;
  const twice = (a << 1) ^ (a & 0x80 ? 0x11b : 0);
  return times(twice, b >> 1) ^ (b & 1 ? a : 0);
}
const inverse = (a: number) => Array.from({ length: 254 }, () => a).reduce(times, 1);

/** Interpolation at 0: of each share, its byte times x over (x + its own x), for every other's x. */
function combine(shares: Uint8Array[]) {
  const xs = shares.map((share) => share.at(-1)!);
  const weights = xs.map((own) =>
    xs.filter((x) => x !== own).reduce((all, x) => times(all, times(x, inverse(x ^ own))), 1),
  );
  return Uint8Array.from({ length: 64 }, (_, i) =>
    shares.reduce((sum, share, j) => sum ^ times(share[i]!, weights[j]!), 0),
  );
}

// §10
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

function tryWork(input: Input, counter: number) {
  let digest = join(hex(input.text('salt')), hex(input.text('nonce')), u32(counter));
  for (let n = 0; n < Math.max(1, input.number('cost')); n++) digest = sha256(digest);
  return Buffer.from(digest).toString('hex');
}

function solveWork(input: Input) {
  for (let counter = 0; ; counter++) {
    const derivedKey = tryWork(input, counter);
    if (derivedKey.startsWith(input.text('keyPrefix'))) return { counter, derivedKey };
  }
}

/** By the name a vector gives the function. */
export const SECOND: Readonly<Record<string, (input: Input) => unknown>> = {
  ...SECOND_CASE,
  frame: (input) => frame(input.text('domain'), ...input.bytesList('fields')),
  hash: (input) => {
    const key = input.has('key') && { key: input.bytes('key') };
    return blake2b(frame(input.text('domain'), ...input.bytesList('fields')), { dkLen: 32, ...key });
  },
  toWords: (input) => entropyToMnemonic(input.bytes('entropy'), wordlist),
  reporterKeys: (input) => reporterKeys(input.bytes('entropy'), input.bytes('instance')),
  caseIdOf: (input) => caseId(input.bytes('key')),
  accountIdOf: (input) => {
    const name = input.text('name').normalize('NFKC').trim().toLowerCase();
    return H('account', input.bytes('instance'), ascii.encode(name)).slice(0, 16);
  },
  caseReference: (input) => caseReference(input.bytes('case')),
  authorityFingerprint: (input) => sixWords('fingerprint', input.bytes('key')),
  personFingerprint: (input) => sixWords('person-fingerprint', ...each(input, 'id', 'kem', 'signing')),
  personKeys: (input) => personKeys(input.bytes('seed')),
  caseKey: (input) =>
    caseKey(input.bytes('key'), input.bytes('case'), input.text('audience'), input.number('epoch')),
  originalKeys: (input) => {
    const originals = kdf(input.bytes('key'), 4, 'sottocas');
    const original = keyedH(originals, 'original-key', input.bytes('blob'));
    return { originals, original, former: keyedH(originals, 'former-key') };
  },
  parseSlotSet: (input) => {
    const set = input.bytes('set');
    return { ...slotSetHeader(set), slots: (set.length - 134) / 1168 };
  },
  slotSetHash: (input) => H('slot-set', input.bytes('set')),
  openSlotSet: (input) => openSlotSet(input.bytes('set'), input.bytes('reader')),
  openLetter,
  parseEntry: (input) => entryHeader(input.bytes('entry')),
  entryHash: (input) => entryHash(input.bytes('entry')),
  insideHash: (input) => insideHash(input.bytes('entry')),
  ownKey: (input) => ownKey(input.bytes('entry'), input.bytes('key')),
  openEntry: (input) =>
    openEntry(input.bytes('entry'), ownKey(input.bytes('entry'), input.bytes('key')), input.list('people')),
  openWithOwnKey: (input) => openEntry(input.bytes('entry'), input.bytes('own'), input.list('people')),
  claim: (input) => {
    const report = input.has('door') ? [ascii.encode(input.text('door')), input.bytes('directory')] : [];
    return keyedH(input.bytes('blind'), 'claim', input.bytes('proofKey'), ...report);
  },
  claimBlind: (input) =>
    keyedH(input.bytes('claimKey'), 'claim-blind', u32(input.number('seq')), input.bytes('previous')),
  verifyChain,
  signDirectory: (input) => {
    const text = ascii.encode(input.text('text'));
    return { signature: sign(input.bytes('authority'), 'directory', text), hash: H('directory-hash', text) };
  },
  stamp: (input) => {
    const fields = [...each(input, 'instance', 'entry'), ascii.encode(input.text('day'))];
    return { day: input.text('day'), signature: sign(input.bytes('notary'), 'stamp', ...fields) };
  },
  unlockByPassphrase: (input) => halves(stretched(input)),
  unlockByWords: (input) => {
    const context = frame(domain('recovery'), ...each(input, 'instance', 'account'));
    return halves(blake2b(context, { dkLen: 64, key: input.bytes('entropy') }));
  },
  prfInput: (input) => H('passkey-input', input.bytes('instance')),
  passkeyIdOf: (input) => H('passkey-id', ...each(input, 'instance', 'account', 'credential')).slice(0, 16),
  passkeySecret: (input) =>
    keyedH(input.bytes('output'), 'passkey', ...each(input, 'instance', 'account', 'credential')),
  unlockByPasskey: (input) => {
    const context = frame(domain('passkey-unlock'), ...each(input, 'instance', 'account'));
    return halves(blake2b(context, { dkLen: 64, key: input.bytes('secret') }));
  },
  unlockByBoth: (input) => {
    const typed = stretched(input);
    const fields = [...each(input, 'instance', 'account'), typed.slice(0, 32), typed.slice(32)];
    return halves(
      blake2b(frame(domain('passkey-both'), ...fields), { dkLen: 64, key: input.bytes('secret') }),
    );
  },
  openPasskey: (input) => {
    const context = frame(domain('passkey-record'), ...each(input, 'instance', 'account', 'id'));
    const padded = openBox(input, context);
    if (padded.length % 1024 !== 0) throw new Error('malformed');
    const record = padded.slice(0, padded.lastIndexOf(0x80));
    const view = new DataView(record.buffer);
    const key = 36 + view.getUint32(32);
    const name = key + 4 + view.getUint32(key);
    return {
      secret: record.slice(0, 32),
      credential: record.slice(36, key),
      credentialKey: record.slice(key + 4, name),
      name: new TextDecoder().decode(record.slice(name + 4)),
    };
  },
  unlockSetHash: (input) => H('unlock-set-hash', ...texts(input, 'mode'), ...passkeyFields(input)),
  signUnlockSet: (input) =>
    sign(
      input.bytes('seed'),
      'unlock-set',
      ...each(input, 'instance', 'account'),
      ...texts(input, 'mode'),
      input.has('salt') ? input.bytes('salt') : new Uint8Array(),
      input.has('ownKey') ? join(...each(input, 'ownKey', 'ownWrapped')) : new Uint8Array(),
      input.bytes('previous'),
      ...texts(input, 'challenge'),
      ...passkeyFields(input),
    ),
  openBox: (input) => openBox(input, frame(input.text('domain'), ...input.bytesList('context'))),
  unwrapVaultKey: (input) => openBox(input, accountFrame('unlock', input, 'method')),
  openVault: (input) => {
    const context = [...each(input, 'instance', 'account'), ...texts(input, 'role')];
    return openBox(input, frame(domain('vault'), ...context, input.bytes('authority')));
  },
  signSignIn: (input) =>
    sign(
      input.bytes('seed'),
      'sign-in',
      ...each(input, 'instance', 'account'),
      ascii.encode(input.text('challenge')),
    ),
  signUnlockChange: (input) =>
    sign(
      input.bytes('seed'),
      'unlock-change',
      ...each(input, 'instance', 'account'),
      ...texts(input, 'method'),
      input.has('salt') ? input.bytes('salt') : new Uint8Array(),
      ...each(input, 'signInKey', 'wrappedKey'),
      ...texts(input, 'challenge'),
    ),
  recoveryKeys: (input) => {
    const master = keyedH(input.bytes('entropy'), 'recovery-keys', ...each(input, 'instance', 'account'));
    const [signingSeed, kemSeed] = [kdf(master, 1, 'sottorec'), kdf(master, 2, 'sottorec')];
    const signingPublicKey = ed25519.getPublicKey(signingSeed);
    return { signingSeed, signingPublicKey, kemSeed, kemPublicKey: xwing.keygen(kemSeed).publicKey };
  },
  parseShareSet: (input) => ({ ...shareSet(input.bytes('bytes')).header, places: 16 }),
  signShareSet: (input) => sign(input.bytes('seed'), 'share-set', input.bytes('bytes')),
  signStoring: (input) =>
    sign(
      input.bytes('seed'),
      'share-set-store',
      ...each(input, 'bytes', 'helpers'),
      ...texts(input, 'challenge'),
    ),
  shareSeed: (input) => H('share', ...each(input, 'instance', 'owner', 'set', 'share')),
  openShare: (input) => {
    const { header, places } = shareSet(input.bytes('set'));
    const context = [header.instance, header.owner, header.id];
    const opened = places.map(({ letter }) => letterFor(input.bytes('reader'), letter, 'share', context));
    return opened.find((share) => share !== null) ?? null;
  },
  openHelp: (input) => {
    const { header, places } = shareSet(input.bytes('set'));
    const context = [header.instance, header.owner, header.id];
    const withRequest = [...context, input.bytes('request')];
    const share = letterFor(input.bytes('reader'), input.bytes('letter'), 'recovery', withRequest);
    const key = share && String(ed25519.getPublicKey(H('share', ...context, share)));
    return places.some((place) => String(place.key) === key) ? share : null;
  },
  combineShares: (input) => combine(input.bytesList('shares')),
  openHelperList: (input) => {
    const context = frame(domain('helpers'), ...each(input, 'instance', 'set'));
    const box = input.bytes('list');
    const list = open(input.bytes('key'), box.slice(0, 24), box.slice(24), context);
    return Array.from({ length: list[0]! }, (_, i) => {
      const at = list.slice(1 + i * 48, 49 + i * 48);
      return { id: at.slice(0, 16), keys: at.slice(16) };
    });
  },
  parseRequest: (input) => {
    const bytes = input.bytes('bytes');
    const [instance, account, kem, signing] = cut(bytes, 1, 16, 16, 1216, 32);
    return { instance, account, kem, signing, expires: dayAt(bytes, 1281) };
  },
  requestHash: (input) => H('recovery-request', input.bytes('bytes')),
  recoveryFingerprint: (input) => letters(input.bytes('hash'), 11, 6, wordlist).join(' '),
  signAsking: (input) => sign(input.bytes('seed'), 'recovery-ask', input.bytes('bytes')),
  signReading: (input) =>
    sign(
      input.bytes('seed'),
      'recovery-read',
      ...each(input, 'instance', 'key'),
      ...texts(input, 'challenge'),
    ),
  parseAnswer: (input) => {
    const bytes = input.bytes('bytes');
    const [instance, request, set, owner, helper] = cut(bytes, 1, 16, 32, 16, 16, 16);
    const [letter, shareKey] = cut(bytes, 108, 32, 32);
    const answer = ['', 'approved', 'refused'][bytes[97]!];
    return { instance, request, set, owner, helper, answer, day: dayAt(bytes, 98), letter, shareKey };
  },
  shareLetterHash: (input) => H('share-letter', input.bytes('letter')),
  signAnswer: (input) => sign(input.bytes('seed'), 'recovery-answer', input.bytes('bytes')),
  signHolding: (input) => sign(input.bytes('seed'), 'share-answer', input.bytes('bytes')),
  unlocksHash: (input) =>
    H(
      'recovery-account',
      ...each(input, 'account', 'salt', 'vault'),
      new Uint8Array(),
      ...input
        .list('unlocks')
        .flatMap((one) => [...texts(one, 'method'), ...each(one, 'signInKey', 'wrappedKey')]),
    ),
  parseDone: (input) => {
    const bytes = input.bytes('bytes');
    const [instance, request, owner] = cut(bytes, 1, 16, 32, 16);
    return { instance, request, owner, day: dayAt(bytes, 65), unlocks: bytes.slice(75) };
  },
  signDone: (input) => sign(input.bytes('seed'), 'recovery-done', input.bytes('bytes')),
  signRequest: (input) =>
    sign(
      input.bytes('seed'),
      'request',
      ...each(input, 'instance', 'case'),
      ...texts(input, 'purpose', 'challenge'),
    ),
  deriveWork: (input) => tryWork(input, input.number('counter')),
  solveWork,
  authorise: (input) => {
    const [purpose, challenge] = texts(input, 'purpose', 'challenge') as [Uint8Array, Uint8Array];
    const subject = input.has('subject') ? input.bytes('subject') : new Uint8Array();
    return sign(input.bytes('seed'), 'authority', input.bytes('instance'), purpose, subject, challenge);
  },
};
