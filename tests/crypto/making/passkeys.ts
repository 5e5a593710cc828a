/** Vectors of passkeys: what they give, their records, and changes of the whole set. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { sealBox } from '../../../crypto/box.ts';
import { concat, utf8, type CredentialKey } from '../../../crypto/bytes.ts';
import { field } from '../../../crypto/frame.ts';
import {
  PASSKEY_BLOCK,
  passkeyIdOf,
  passkeySecret,
  prfInput,
  sealPasskey,
  unlockByBoth,
  unlockByPasskey,
} from '../../../crypto/passkey.ts';
import { sign } from '../../../crypto/signature.ts';
import { sodium } from '../../../crypto/sodium.ts';
import { signUnlockSet, unlockSetHash, type UnlockSetChange } from '../../../crypto/unlock-set.ts';
import { signInPublicKey, unlockByPassphrase, wrapVaultKey } from '../../../crypto/vault.ts';
import type { Topic } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';

export function passkeys({ instance, otherInstance, amina, bruno }: Cast): Topic {
  const [account, otherAccount] = [fixed('AccountId', 'amina'), fixed('AccountId', 'bruno')];
  const [output, otherOutput] = [fixed('PrfOutput', 'laptop'), fixed('PrfOutput', 'key')];
  const credential = concat(fixed('Hash', 'credential'), fixed('Salt', 'credential'));
  const otherCredential = fixed('Salt', 'other credential');
  const secret = passkeySecret(output, instance, account, credential);
  const id = passkeyIdOf(instance, account, credential);
  const otherId = passkeyIdOf(instance, account, otherCredential);
  const passphrase = 'Correct Horse – bättery ﬁne';
  const salt = fixed('Salt', 'amina');
  const alone = unlockByPasskey(secret, instance, account);
  const both = unlockByBoth(unlockByPassphrase(passphrase, salt), secret, instance, account);
  const vaultKey = fixed('VaultKey', 'amina');
  const key = amina.accountKey;
  // Nothing here reads them: one as long as with P-256, one as with Ed25519.
  const credentialKey = concat(
    fixed('Signature', 'its key'),
    fixed('Salt', 'its key').slice(3),
  ) as CredentialKey;
  const otherCredentialKey = fixed('Signature', 'other key').slice(22) as Uint8Array as CredentialKey;
  const record = { secret, credential, credentialKey, name: 'Работа – ordinateur' };
  const short = { secret, credential: otherCredential, credentialKey: otherCredentialKey, name: '' };
  const raw = (plain: Uint8Array) => sealBox(key, plain, 'sotto/passkey-record/v1', instance, account, id);
  const pad = (plain: Uint8Array) => sodium.pad(plain, PASSKEY_BLOCK);
  const ownFields = concat(secret, field(credential), field(credentialKey));
  const samples = {
    wrapped: wrapVaultKey(alone, vaultKey, instance, account, 'passkey'),
    wrappedByBoth: wrapVaultKey(both, vaultKey, instance, account, 'both'),
    record: sealPasskey(key, record, instance, account, id),
    nameless: sealPasskey(key, short, instance, account, otherId),
    unpadded: raw(new Uint8Array(PASSKEY_BLOCK)),
    secretAlone: raw(pad(secret)),
    moreThanThat: raw(pad(concat(ownFields, field(utf8('x')), utf8('y')))),
    credentialCut: raw(pad(concat(secret, field(credential).slice(0, 20)))),
    keyCut: raw(pad(ownFields.slice(0, -1))),
    keyless: raw(pad(concat(secret, field(credential), field(utf8('x'))))),
    notText: raw(pad(concat(ownFields, field(Uint8Array.of(0xff))))),
  };
  const own = { instance, account };
  const set = {
    mode: 'either' as const,
    passkeys: [
      {
        id,
        signInKey: signInPublicKey(alone),
        credentialKey,
        wrappedKey: samples.wrapped,
        box: samples.record,
      },
      {
        id: otherId,
        signInKey: signInPublicKey(both),
        credentialKey: otherCredentialKey,
        wrappedKey: samples.wrappedByBoth,
        box: samples.nameless,
      },
    ],
  };
  const turned = [...set.passkeys].reverse();
  const change: UnlockSetChange = {
    ...own,
    ...set,
    salt,
    passphrase: { signInKey: signInPublicKey(both), wrappedKey: samples.wrappedByBoth },
    previous: fixed('Hash', 'set before'),
    challenge: 'of a session',
  };
  const { salt: _, passphrase: __, ...lean } = { ...change, mode: 'both' as const };
  const flat = {
    ...own,
    ...set,
    salt,
    ownKey: change.passphrase!.signInKey,
    ownWrapped: samples.wrappedByBoth,
    previous: change.previous,
    challenge: change.challenge,
  };
  const leanSigned = { ...lean, salt: null, passphrase: null };
  const signature = signUnlockSet(alone.signInSeed, change);
  const twoFields = sign(
    alone.signInSeed,
    'sotto/unlock-set/v1',
    instance,
    account,
    utf8('either'),
    salt,
    flat.ownKey,
    flat.ownWrapped,
    change.previous,
    utf8(change.challenge),
  );
  const changed = (changes: object) => ({ key: signInPublicKey(alone), signature, ...flat, ...changes });
  const opened = (changes: object) => ({ key, box: of('record'), ...own, id, ...changes });
  const wrapped = (changes: object) => ({
    key: alone.unlockKey,
    box: of('wrapped'),
    ...own,
    method: 'passkey',
    ...changes,
  });
  const bound = (changes: object) => ({ output, ...own, credential, ...changes });
  return {
    section: '§9 Passkeys',
    samples: Object.fromEntries(Object.entries(samples).map(([name, bytes]) => [name, toBase64url(bytes)])),
    vectors: [
      gives('what the PRF is evaluated over', 'prfInput', { instance }, prfInput(instance)),
      gives('on another instance', 'prfInput', { instance: otherInstance }, prfInput(otherInstance)),
      gives('the id of a passkey', 'passkeyIdOf', { ...own, credential }, id),
      gives('of another credential', 'passkeyIdOf', { ...own, credential: otherCredential }, otherId),
      gives('the secret of a passkey', 'passkeySecret', bound({}), secret),
      ...Object.entries({
        'another output': { output: otherOutput },
        'another account': { account: otherAccount },
        'another instance': { instance: otherInstance },
        'another credential': { credential: otherCredential },
      }).map(([name, changes]) => {
        const other = { output, ...own, credential, ...changes };
        const value = passkeySecret(other.output, other.instance, other.account, other.credential);
        return gives(`the secret of ${name}`, 'passkeySecret', bound(changes), value);
      }),
      fails('half an output', 'passkeySecret', bound({ output: output.slice(16) }), 'malformed'),
      gives('a passkey unlocks', 'unlockByPasskey', { secret, ...own }, alone),
      gives(
        'the same secret for another account',
        'unlockByPasskey',
        { secret, instance, account: otherAccount },
        unlockByPasskey(secret, instance, otherAccount),
      ),
      gives(
        'a passphrase and a passkey unlock together',
        'unlockByBoth',
        { passphrase, salt, secret, ...own },
        both,
      ),
      gives('the vault key under a passkey', 'unwrapVaultKey', wrapped({}), vaultKey),
      gives(
        'the vault key under both',
        'unwrapVaultKey',
        wrapped({ key: both.unlockKey, box: of('wrappedByBoth'), method: 'both' }),
        vaultKey,
      ),
      fails(
        'a passkey alone, where both are asked for',
        'unwrapVaultKey',
        wrapped({ box: of('wrappedByBoth'), method: 'both' }),
        'tampered',
      ),
      fails('as if both were asked for', 'unwrapVaultKey', wrapped({ method: 'both' }), 'tampered'),
      gives('the record of a passkey', 'openPasskey', opened({}), record),
      gives('a record without a name', 'openPasskey', opened({ box: of('nameless'), id: otherId }), short),
      ...Object.entries({
        'of another passkey': { id: otherId },
        'of another account': { account: otherAccount },
        'on another instance': { instance: otherInstance },
        'by another person': { key: bruno.accountKey },
        'by the keyring’s key': { key: amina.keyringKey },
        'with a bit flipped': { box: of('record', { flip: [100, 3] }) },
        'cut short': { box: of('record', { cut: 1 }) },
      }).map(([name, changes]) => fails(`a record ${name}`, 'openPasskey', opened(changes), 'tampered')),
      ...Object.entries({
        'without padding': of('unpadded'),
        'that ends after the secret': of('secretAlone'),
        'that ends within the credential': of('credentialCut'),
        'that ends within the key of the credential': of('keyCut'),
        'without a key of the credential': of('keyless'),
        'with something after the name': of('moreThanThat'),
        'with a name that is no text': of('notText'),
        'of half a nonce': of('record', { keep: [0, 12] }),
      }).map(([name, box]) => fails(`a record ${name}`, 'openPasskey', opened({ box }), 'malformed')),
      gives('the hash of a set', 'unlockSetHash', flat, unlockSetHash(set)),
      gives('the same in another order', 'unlockSetHash', { ...flat, passkeys: turned }, unlockSetHash(set)),
      gives(
        'of the other mode',
        'unlockSetHash',
        { ...flat, mode: 'both' },
        unlockSetHash({ ...set, mode: 'both' }),
      ),
      gives(
        'of no passkeys',
        'unlockSetHash',
        { ...flat, passkeys: [] },
        unlockSetHash({ ...set, passkeys: [] }),
      ),
      gives('a change of the set', 'signUnlockSet', { seed: alone.signInSeed, ...flat }, signature),
      gives(
        'a change that leaves the passphrase as it is',
        'signUnlockSet',
        { seed: both.signInSeed, ...lean },
        signUnlockSet(both.signInSeed, leanSigned),
      ),
      gives(
        'a change of the passphrase alone',
        'signUnlockSet',
        { seed: alone.signInSeed, ...flat, passkeys: [] },
        signUnlockSet(alone.signInSeed, { ...change, passkeys: [] }),
      ),
      fails(
        'a change whose key and wrapped key of the passphrase are two fields',
        'verifyUnlockSet',
        changed({ passkeys: [], signature: twoFields }),
        'bad-signature',
      ),
      gives('a change that is good', 'verifyUnlockSet', changed({}), 'ok'),
      gives('in another order', 'verifyUnlockSet', changed({ passkeys: turned }), 'ok'),
      ...Object.entries({
        'by another key': { key: signInPublicKey(both) },
        'of another account': { account: otherAccount },
        'on another instance': { instance: otherInstance },
        'to the other mode': { mode: 'both' },
        'with another salt': { salt: fixed('Salt', 'bruno') },
        'to another key of the passphrase': { ownKey: signInPublicKey(alone) },
        'to another wrapped key of the passphrase': { ownWrapped: of('wrapped') },
        'after another set': { previous: fixed('Hash', 'another set') },
        'in another session': { challenge: 'of another session' },
        'with a passkey less': { passkeys: set.passkeys.slice(1) },
        'with a passkey twice': { passkeys: [...set.passkeys, set.passkeys[0]] },
        'with another id': { passkeys: [{ ...set.passkeys[0], id: fixed('PasskeyId', 'x') }, turned[0]] },
        'with another key': {
          passkeys: [{ ...set.passkeys[0], signInKey: signInPublicKey(both) }, turned[0]],
        },
        'with another key of the authenticator': {
          passkeys: [{ ...set.passkeys[0], credentialKey: otherCredentialKey }, turned[0]],
        },
        'with another wrapped key': {
          passkeys: [{ ...set.passkeys[0], wrappedKey: of('wrappedByBoth') }, turned[0]],
        },
        'with another record': { passkeys: [{ ...set.passkeys[0], box: of('nameless') }, turned[0]] },
      }).map(([name, changes]) =>
        fails(`a change of the set ${name}`, 'verifyUnlockSet', changed(changes), 'bad-signature'),
      ),
    ],
  };
}
