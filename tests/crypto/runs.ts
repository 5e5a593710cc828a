/** The functions that vectors run, each with its input and its output as plain data. */
import { deriveWork } from '../../crypto/work.ts';
import { solve } from '../../client/calls/work.ts';
import { verifyAuthorisation, authorise, type AuthorityPurpose } from '../../crypto/authorisation.ts';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { openBox } from '../../crypto/box.ts';
import {
  typed,
  utf8,
  type BoxBytes,
  type CredentialKey,
  type CaseId,
  type EntryBytes,
  type Kind,
  type PersonId,
  type SigningPublicKey,
  type SlotSetBytes,
} from '../../crypto/bytes.ts';
import { accessSeed, commitment, entryKey, identityKey } from '../../crypto/case-key.ts';
import { formerKey, originalKey, originalsKey } from '../../crypto/original-key.ts';
import { verifyChain } from '../../crypto/chain.ts';
import {
  directoryHash,
  signDirectory,
  verifyDirectory,
  verifySuccessor,
  type DirectoryPerson,
} from '../../crypto/directory.ts';
import { openEntry, openWithOwnKey, ownKey, type Entry } from '../../crypto/entry.ts';
import { claimBlind, claimOf } from '../../crypto/claim.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { authorityFingerprint, personFingerprint, recoveryFingerprint } from '../../crypto/fingerprint.ts';
import { frame } from '../../crypto/frame.ts';
import { hash, keyedHash } from '../../crypto/hash.ts';
import {
  entryHash,
  insideHash,
  parseEntry,
  PLACE_LENGTH,
  type Audience,
  type Chain,
} from '../../crypto/header.ts';
import { accountIdOf, caseIdOf, caseReference } from '../../crypto/id.ts';
import {
  openPasskey,
  passkeyIdOf,
  passkeySecret,
  prfInput,
  unlockByBoth,
  unlockByPasskey,
} from '../../crypto/passkey.ts';
import { kemPublicKey, personKeys } from '../../crypto/person.ts';
import { openLetter } from '../../crypto/letter.ts';
import { reporterKeys } from '../../crypto/receipt.ts';
import * as recovery from '../../crypto/recovery.ts';
import { recoveryKeys } from '../../crypto/recovery-keys.ts';
import { signRequest, verifyRequest, type Purpose } from '../../crypto/request.ts';
import { signUnlockChange, verifyUnlockChange, type UnlockChange } from '../../crypto/unlock-change.ts';
import {
  signUnlockSet,
  unlockSetHash,
  verifyUnlockSet,
  type UnlockMode,
  type UnlockSetChange,
} from '../../crypto/unlock-set.ts';
import { signSignIn, verifySignIn } from '../../crypto/sign-in.ts';
import { signerOf, signingPublicKey } from '../../crypto/signature.ts';
import {
  parseShareSet,
  signShareSet,
  signStoring,
  verifyShareSet,
  verifyStoring,
} from '../../crypto/share-set.ts';
import { combineShares, openHelp, openHelperList, openShare, shareSeed } from '../../crypto/shares.ts';
import { parseSlotSet, slotSetHash } from '../../crypto/slot-set.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { sodium } from '../../crypto/sodium.ts';
import { stamp, verifyStamp, type Day } from '../../crypto/stamp.ts';
import {
  openVault,
  unlockByPassphrase,
  unlockByWords,
  unwrapVaultKey,
  type UnlockKeys,
  type UnlockMethod,
  type VaultRole,
} from '../../crypto/vault.ts';
import { checkWords, fromWords, toWords } from '../../crypto/words.ts';
import { CASE_RUNS } from './case-runs.ts';
import { PROOF_RUNS } from './proof-runs.ts';
import { FILE_RUNS } from './file-runs.ts';
import { Skip, plain, type Input, type Plain } from './vector.ts';

type Domain = `sotto/${string}/v1`;

export const RUNS: Readonly<Record<string, (input: Input) => Plain | Promise<Plain>>> = {
  ...CASE_RUNS,
  ...FILE_RUNS,
  ...PROOF_RUNS,

  // §1
  toBase64url: (input) => toBase64url(hexBytes(input.text('hex'))),
  fromBase64url: (input) => {
    const bytes = fromBase64url(input.text('text'));
    if (bytes === null) throw new CryptoError('malformed');
    return sodium.to_hex(bytes);
  },
  frame: (input) => plain(frame(input.text('domain') as Domain, ...input.bytesList('fields'))),
  hash: (input) => {
    const fields = input.bytesList('fields');
    const domain = input.text('domain') as Domain;
    return plain(
      input.has('key') ? keyedHash(input.bytes('key'), domain, ...fields) : hash(domain, ...fields),
    );
  },

  // §3
  toWords: (input) => toWords(input.typed('Entropy', 'entropy')).join(' '),
  fromWords: (input) => plain(fromWords(input.text('words'))),
  checkWords: (input) => {
    const { state, ...rest } = checkWords(input.text('words'));
    return plain({ state, ...rest });
  },
  reporterKeys: (input) => {
    const keys = reporterKeys(input.typed('Entropy', 'entropy'), input.typed('InstanceId', 'instance'));
    return plain({ ...keys, kemPublicKey: kemPublicKey(keys.kemSeed) });
  },
  caseIdOf: (input) => plain(caseIdOf(input.typed('SigningPublicKey', 'key'))),
  accountIdOf: (input) => plain(accountIdOf(input.typed('InstanceId', 'instance'), input.text('name'))),
  caseReference: (input) => caseReference(input.typed('CaseId', 'case')),
  authorityFingerprint: (input) => authorityFingerprint(input.typed('SigningPublicKey', 'key')).join(' '),
  personFingerprint: (input) =>
    personFingerprint({
      id: input.typed('PersonId', 'id'),
      kem: input.typed('KemPublicKey', 'kem'),
      signing: input.typed('SigningPublicKey', 'signing'),
    }).join(' '),

  // §4
  personKeys: (input) => plain(personKeys(input.typed('PersonSeed', 'seed'))),

  // §5
  caseKey: (input) => {
    const key = input.typed('CaseKey', 'key');
    const audience = input.text('audience') as Audience;
    const seed = accessSeed(key);
    return plain({
      commitment: commitment(key, input.typed('CaseId', 'case'), audience, input.number('epoch')),
      entryKey: entryKey(key),
      identityKey: identityKey(key),
      accessSeed: seed,
      accessKey: signingPublicKey(seed),
    });
  },
  originalKeys: (input) => {
    const originals = originalsKey(input.typed('CaseKey', 'key'));
    const original = originalKey(originals, input.typed('BlobId', 'blob'));
    return plain({ originals, original, former: formerKey(originals) });
  },
  claim: (input) => {
    const report = input.has('door')
      ? { door: input.text('door'), directory: input.typed('Hash', 'directory') }
      : null;
    const proofKey = input.typed('SigningPublicKey', 'proofKey');
    return plain(claimOf({ proofKey, report }, input.typed('ClaimBlind', 'blind')));
  },
  claimBlind: (input) =>
    plain(
      claimBlind(input.typed('SealKey', 'claimKey'), input.number('seq'), input.typed('Hash', 'previous')),
    ),
  insideHash: (input) => plain(insideHash(input.bytes('entry') as EntryBytes)),
  ownKey: (input) =>
    plain(ownKey(input.typed('CaseKey', 'key'), input.bytes('entry').subarray(0, PLACE_LENGTH))),
  openWithOwnKey: (input) =>
    entryPlain(openWithOwnKey(input.bytes('entry'), input.typed('SealKey', 'own'), peopleOf(input))),
  parseSlotSet: (input) => {
    const { header, slots } = parseSlotSet(input.bytes('set'));
    return plain({ ...header, slots: slots.length });
  },
  slotSetHash: (input) => plain(slotSetHash(input.bytes('set') as SlotSetBytes)),
  openSlotSet: (input) => plain(openSlotSet(input.bytes('set'), input.typed('KemSeed', 'reader'))),

  openLetter: (input) =>
    plain(
      openLetter(
        input.typed('KemSeed', 'reader'),
        input.bytes('letter'),
        input.text('purpose'),
        ...input.bytesList('context'),
      ),
    ),

  // §6
  parseEntry: (input) => plain(parseEntry(input.bytes('entry')).header),
  entryHash: (input) => plain(entryHash(input.bytes('entry') as EntryBytes)),
  openEntry: (input) =>
    entryPlain(openEntry(input.bytes('entry'), input.typed('CaseKey', 'key'), peopleOf(input))),
  verifyChain: (input) => verifiedChain(input),

  // §7
  signDirectory: (input) => {
    const signed = signDirectory(input.typed('SigningSeed', 'authority'), input.text('text'));
    return plain({ signature: signed.signature, hash: directoryHash(signed.text) });
  },
  verifyDirectory: (input) => {
    const signed = { text: input.text('text'), signature: input.typed('Signature', 'signature') };
    verifyDirectory(input.typed('SigningPublicKey', 'authority'), signed);
    return 'ok';
  },
  verifySuccessor: (input) => {
    const [known, next] = [input.inside('known'), input.inside('next')];
    verifySuccessor(
      { version: known.number('version'), hash: known.typed('Hash', 'hash'), people: keysIn(known) },
      {
        version: next.number('version'),
        previous: next.has('previous') ? next.typed('Hash', 'previous') : null,
        people: keysIn(next),
      },
    );
    return 'ok';
  },

  // §8
  stamp: (input) =>
    plain(
      stamp(
        signerOf(input.typed('SigningSeed', 'notary')),
        input.typed('InstanceId', 'instance'),
        input.typed('Hash', 'entry'),
        input.text('day') as Day,
      ),
    ),
  verifyStamp: (input) =>
    okOr(
      'bad-stamp',
      verifyStamp(
        input.typed('SigningPublicKey', 'notary'),
        input.typed('InstanceId', 'instance'),
        input.typed('Hash', 'entry'),
        { day: input.text('day') as Day, signature: input.typed('Signature', 'signature') },
      ),
    ),

  // §9
  unlockByPassphrase: (input) => {
    return plain({ ...byPassphrase(input) });
  },
  unlockByWords: (input) => {
    const [instance, account] = [input.typed('InstanceId', 'instance'), input.typed('AccountId', 'account')];
    return plain(unlockByWords(input.typed('Entropy', 'entropy'), instance, account));
  },
  openBox: (input) =>
    plain(
      openBox(
        input.typed('SealKey', 'key'),
        input.bytes('box'),
        input.text('domain') as Domain,
        ...input.bytesList('context'),
      ),
    ),
  unwrapVaultKey: (input) => {
    const keys = { unlockKey: input.typed('SealKey', 'key') } as UnlockKeys;
    const [instance, account] = [input.typed('InstanceId', 'instance'), input.typed('AccountId', 'account')];
    const method = input.text('method') as UnlockMethod;
    return plain(unwrapVaultKey(keys, input.bytes('box'), instance, account, method));
  },
  openVault: (input) => {
    const [instance, account] = [input.typed('InstanceId', 'instance'), input.typed('AccountId', 'account')];
    const role = input.text('role') as VaultRole;
    const authority = input.typed('SigningPublicKey', 'authority');
    const key = input.typed('VaultKey', 'key');
    return plain(openVault(key, input.bytes('box'), instance, account, role, authority));
  },
  signSignIn: (input) => {
    const [instance, account] = [input.typed('InstanceId', 'instance'), input.typed('AccountId', 'account')];
    return plain(signSignIn(input.typed('SigningSeed', 'seed'), instance, account, input.text('challenge')));
  },
  verifySignIn: (input) => {
    const key = input.typed('SigningPublicKey', 'key');
    const [instance, account] = [input.typed('InstanceId', 'instance'), input.typed('AccountId', 'account')];
    const signature = input.typed('Signature', 'signature');
    return okOr('bad-signature', verifySignIn(key, signature, instance, account, input.text('challenge')));
  },
  signUnlockChange: (input) => plain(signUnlockChange(input.typed('SigningSeed', 'seed'), changeOf(input))),
  verifyUnlockChange: (input) => {
    const [key, signature] = [input.typed('SigningPublicKey', 'key'), input.typed('Signature', 'signature')];
    return okOr('bad-signature', verifyUnlockChange(key, signature, changeOf(input)));
  },
  prfInput: (input) => plain(prfInput(input.typed('InstanceId', 'instance'))),
  passkeyIdOf: (input) => {
    const [instance, account] = ownerOf(input);
    return plain(passkeyIdOf(instance, account, input.bytes('credential')));
  },
  passkeySecret: (input) => {
    const [instance, account] = ownerOf(input);
    return plain(
      passkeySecret(input.typed('PrfOutput', 'output'), instance, account, input.bytes('credential')),
    );
  },
  unlockByPasskey: (input) =>
    plain({ ...unlockByPasskey(input.typed('PasskeySecret', 'secret'), ...ownerOf(input)) }),
  unlockByBoth: (input) => {
    return plain({
      ...unlockByBoth(byPassphrase(input), input.typed('PasskeySecret', 'secret'), ...ownerOf(input)),
    });
  },
  openPasskey: (input) => {
    const [instance, account] = ownerOf(input);
    const [key, id] = [input.typed('SealKey', 'key'), input.typed('PasskeyId', 'id')];
    return plain({ ...openPasskey(key, input.bytes('box'), instance, account, id) });
  },
  unlockSetHash: (input) => plain(unlockSetHash(setChangeOf(input))),
  signUnlockSet: (input) => plain(signUnlockSet(input.typed('SigningSeed', 'seed'), setChangeOf(input))),
  verifyUnlockSet: (input) => {
    const [key, signature] = [input.typed('SigningPublicKey', 'key'), input.typed('Signature', 'signature')];
    return okOr('bad-signature', verifyUnlockSet(key, signature, setChangeOf(input)));
  },

  // §9.1
  recoveryKeys: (input) =>
    plain(
      recoveryKeys(
        input.typed('Entropy', 'entropy'),
        input.typed('InstanceId', 'instance'),
        input.typed('AccountId', 'account'),
      ),
    ),
  parseShareSet: (input) => {
    const { places, ...header } = parseShareSet(input.bytes('bytes'));
    return plain({ ...header, places: places.length });
  },
  signShareSet: (input) =>
    plain(signShareSet(input.typed('SigningSeed', 'seed'), input.typed('ShareSet', 'bytes'))),
  signStoring: (input) => plain(signStoring(input.typed('SigningSeed', 'seed'), storedOf(input))),
  verifyStoring: (input) =>
    okOr(
      'bad-signature',
      verifyStoring(
        input.typed('SigningPublicKey', 'key'),
        input.typed('Signature', 'signature'),
        storedOf(input),
      ),
    ),
  verifyShareSet: (input) => okOr('bad-signature', verifyShareSet(...signedOf(input, 'ShareSet'))),
  shareSeed: (input) =>
    plain(
      shareSeed(input.typed('Share', 'share'), {
        instance: input.typed('InstanceId', 'instance'),
        owner: input.typed('PersonId', 'owner'),
        id: input.typed('ShareSetId', 'set'),
      }),
    ),
  openShare: (input) => plain(openShare(input.typed('KemSeed', 'reader'), parseShareSet(input.bytes('set')))),
  openHelp: (input) => {
    const [letter, request] = [input.typed('ShareLetter', 'letter'), input.typed('Hash', 'request')];
    const set = parseShareSet(input.bytes('set'));
    return plain(openHelp(input.typed('KemSeed', 'reader'), letter, set, request)?.share ?? null);
  },
  combineShares: async (input) => {
    const shares = input.bytesList('shares').map((share) => typed('Share', share));
    return plain(await combineShares(shares));
  },
  openHelperList: (input) =>
    plain(
      openHelperList(input.typed('SealKey', 'key'), input.typed('HelperList', 'list'), {
        instance: input.typed('InstanceId', 'instance'),
        id: input.typed('ShareSetId', 'set'),
      }),
    ),
  parseRequest: (input) => plain(recovery.parseRequest(input.bytes('bytes'))),
  requestHash: (input) => plain(recovery.requestHash(input.typed('RecoveryRequest', 'bytes'))),
  recoveryFingerprint: (input) => recoveryFingerprint(input.typed('Hash', 'hash')).join(' '),
  signAsking: (input) =>
    plain(recovery.signAsking(input.typed('SigningSeed', 'seed'), input.typed('RecoveryRequest', 'bytes'))),
  verifyAsking: (input) =>
    okOr('bad-signature', recovery.verifyAsking(...signedOf(input, 'RecoveryRequest'))),
  signReading: (input) => {
    const [instance, key] = [input.typed('InstanceId', 'instance'), input.typed('SigningPublicKey', 'key')];
    const seed = input.typed('SigningSeed', 'seed');
    return plain(recovery.signReading(seed, instance, key, input.text('challenge')));
  },
  parseAnswer: (input) => plain(recovery.parseAnswer(input.bytes('bytes'))),
  shareLetterHash: (input) => plain(recovery.shareLetterHash(input.typed('ShareLetter', 'letter'))),
  signAnswer: (input) =>
    plain(recovery.signAnswer(input.typed('SigningSeed', 'seed'), input.typed('RecoveryAnswer', 'bytes'))),
  verifyAnswer: (input) => okOr('bad-signature', recovery.verifyAnswer(...signedOf(input, 'RecoveryAnswer'))),
  signHolding: (input) =>
    plain(recovery.signHolding(input.typed('SigningSeed', 'seed'), input.typed('RecoveryAnswer', 'bytes'))),
  verifyHolding: (input) =>
    okOr('bad-signature', recovery.verifyHolding(...signedOf(input, 'RecoveryAnswer'))),
  unlocksHash: (input) =>
    plain(
      recovery.unlocksHash(input.typed('AccountId', 'account'), {
        salt: input.typed('Salt', 'salt'),
        vault: input.bytes('vault') as BoxBytes,
        authorityVault: null,
        unlocks: input.list('unlocks').map((unlock) => ({
          method: unlock.text('method'),
          signInKey: unlock.typed('SigningPublicKey', 'signInKey'),
          wrappedKey: unlock.bytes('wrappedKey') as BoxBytes,
        })),
      }),
    ),
  parseDone: (input) => plain(recovery.parseDone(input.bytes('bytes'))),
  signDone: (input) =>
    plain(recovery.signDone(input.typed('SigningSeed', 'seed'), input.typed('RecoveryDone', 'bytes'))),
  verifyDone: (input) => okOr('bad-signature', recovery.verifyDone(...signedOf(input, 'RecoveryDone'))),

  // §10
  signRequest: (input) => plain(signRequest(input.typed('SigningSeed', 'seed'), requestOf(input))),
  verifyRequest: (input) =>
    okOr(
      'bad-signature',
      verifyRequest(
        input.typed('SigningPublicKey', 'key'),
        input.typed('Signature', 'signature'),
        requestOf(input),
      ),
    ),
  deriveWork: async (input) => {
    const { nonce, salt, ...parameters } = workOf(input);
    const password = new Uint8Array(20);
    password.set(hexBytes(nonce));
    new DataView(password.buffer).setUint32(16, input.number('counter'));
    return sodium.to_hex((await deriveWork(parameters, hexBytes(salt), password)).derivedKey);
  },
  solveWork: async (input) => {
    const { counter, derivedKey } = await solve({ parameters: workOf(input), signature: '' });
    return { counter, derivedKey };
  },
  authorise: (input) => plain(authorise(input.typed('SigningSeed', 'seed'), authorityRequestOf(input))),
  verifyAuthorisation: (input) =>
    okOr(
      'bad-signature',
      verifyAuthorisation(
        input.typed('SigningPublicKey', 'key'),
        input.typed('Signature', 'signature'),
        authorityRequestOf(input),
      ),
    ),
};

function signedOf<K extends Kind>(input: Input, kind: K) {
  return [
    input.typed('SigningPublicKey', 'key'),
    input.typed('Signature', 'signature'),
    input.typed(kind, 'bytes'),
  ] as const;
}

function storedOf(input: Input) {
  const [set, helpers] = [input.typed('ShareSet', 'bytes'), input.typed('HelperList', 'helpers')];
  return { set, helpers, challenge: input.text('challenge') };
}

function okOr(code: 'bad-stamp' | 'bad-signature', ok: boolean): Plain {
  if (!ok) throw new CryptoError(code);
  return 'ok';
}

function hexBytes(hex: string): Uint8Array {
  return sodium.from_hex(hex);
}

function workOf(input: Input) {
  return {
    algorithm: 'SHA-256' as const,
    cost: input.number('cost'),
    expiresAt: 0,
    keyLength: 32,
    keyPrefix: input.text('keyPrefix'),
    nonce: input.text('nonce'),
    salt: input.text('salt'),
  };
}

function keysIn(version: Input): DirectoryPerson[] {
  return version.list('people').map((person) => ({
    id: person.typed('PersonId', 'id'),
    kem: person.typed('KemPublicKey', 'kem'),
    signing: person.typed('SigningPublicKey', 'signing'),
  }));
}

function peopleOf(input: Input): (id: PersonId) => SigningPublicKey | undefined {
  const people = input.list('people');
  return (id) =>
    people
      .find((person) => toBase64url(person.bytes('id')) === toBase64url(id))
      ?.typed('SigningPublicKey', 'signing');
}

/** Content as text, so that a vector can be read. */
function entryPlain({ header, author, kind, content }: Entry): Plain {
  return plain({ seq: header.seq, author, kind, content: new TextDecoder().decode(content) });
}

function verifiedChain(input: Input): Plain {
  const keys = input.list('keys');
  const entries = input.list('entries').map((entry) => ({
    bytes: entry.bytes('bytes') as EntryBytes,
    stamp: { day: entry.text('day') as Day, signature: entry.typed('Signature', 'signature') },
  }));
  const seen = input.has('seen') ? input.inside('seen') : null;
  const {
    links,
    entries: opened,
    stopped,
  } = verifyChain(entries, {
    instance: input.typed('InstanceId', 'instance'),
    caseId: input.typed('CaseId', 'case'),
    chain: input.text('chain') as Chain,
    notaries: [input.typed('SigningPublicKey', 'notary')],
    caseKey: (audience, epoch) =>
      keys
        .find((key) => key.text('audience') === audience && key.number('epoch') === epoch)
        ?.typed('CaseKey', 'key'),
    personKey: peopleOf(input),
    seen: seen ? { seq: seen.number('seq'), hash: seen.typed('Hash', 'hash') } : undefined,
  });
  const verified = opened.map((entry) => ({
    ...(entryPlain(entry) as Record<string, Plain>),
    day: entry.day,
    stamped: entry.stamped,
    hash: plain(entry.hash),
    commitment: plain(entry.commitment),
  }));
  return { links: links.length, entries: verified, stopped: stopped?.code ?? null };
}

function requestOf(input: Input) {
  const instance = input.typed('InstanceId', 'instance');
  const caseId: CaseId = input.typed('CaseId', 'case');
  return { instance, caseId, purpose: input.text('purpose') as Purpose, challenge: input.text('challenge') };
}

function authorityRequestOf(input: Input) {
  const instance = input.typed('InstanceId', 'instance');
  const subject = input.has('subject') ? typed('Hash', input.bytes('subject')) : utf8('');
  const purpose = input.text('purpose') as AuthorityPurpose;
  return { instance, purpose, subject, challenge: input.text('challenge') };
}

function changeOf(input: Input): UnlockChange {
  return {
    instance: input.typed('InstanceId', 'instance'),
    account: input.typed('AccountId', 'account'),
    method: input.text('method') as UnlockMethod,
    salt: input.has('salt') ? input.typed('Salt', 'salt') : null,
    signInKey: input.typed('SigningPublicKey', 'signInKey'),
    wrappedKey: input.bytes('wrappedKey') as UnlockChange['wrappedKey'],
    challenge: input.text('challenge'),
  };
}

function byPassphrase(input: Input): UnlockKeys {
  if (!('crypto_pwhash' in sodium)) throw new Skip('this build of libsodium has no Argon2id');
  return unlockByPassphrase(input.text('passphrase'), input.typed('Salt', 'salt'));
}

function ownerOf(input: Input) {
  return [input.typed('InstanceId', 'instance'), input.typed('AccountId', 'account')] as const;
}

function setChangeOf(input: Input): UnlockSetChange {
  const [instance, account] = ownerOf(input);
  return {
    instance,
    account,
    mode: input.text('mode') as UnlockMode,
    passkeys: input.list('passkeys').map((one) => ({
      id: one.typed('PasskeyId', 'id'),
      signInKey: one.typed('SigningPublicKey', 'signInKey'),
      credentialKey: one.bytes('credentialKey') as CredentialKey,
      wrappedKey: one.bytes('wrappedKey') as BoxBytes,
      box: one.bytes('box') as BoxBytes,
    })),
    salt: input.has('salt') ? input.typed('Salt', 'salt') : null,
    passphrase: input.has('ownKey')
      ? {
          signInKey: input.typed('SigningPublicKey', 'ownKey'),
          wrappedKey: input.bytes('ownWrapped') as BoxBytes,
        }
      : null,
    previous: input.typed('Hash', 'previous'),
    challenge: input.text('challenge'),
  };
}
