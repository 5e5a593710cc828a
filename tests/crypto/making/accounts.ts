/** Vectors of unlocking, vaults and other boxes. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { sealBox } from '../../../crypto/box.ts';
import { u32, utf8 } from '../../../crypto/bytes.ts';
import { signUnlockChange, type UnlockChange } from '../../../crypto/unlock-change.ts';
import {
  sealVault,
  signInPublicKey,
  unlockByPassphrase,
  unlockByWords,
  wrapVaultKey,
} from '../../../crypto/vault.ts';
import { signingPublicKey } from '../../../crypto/signature.ts';
import { sodium } from '../../../crypto/sodium.ts';
import { of } from './cast.ts';
import type { Topic } from '../vector.ts';
import { fails, fixed, gives, type Cast } from './cast.ts';

export function accounts({ instance, otherInstance, amina }: Cast): Topic {
  const [account, otherAccount] = [fixed('AccountId', 'amina'), fixed('AccountId', 'bruno')];
  const entropy = fixed('Entropy', 'recovery');
  const salt = fixed('Salt', 'amina');
  const passphrase = 'Correct Horse – bättery ﬁne';
  const byWords = unlockByWords(entropy, instance, account);
  const byPassphrase = unlockByPassphrase(passphrase, salt);
  const vaultKey = fixed('VaultKey', 'amina');
  const personSeed = fixed('PersonSeed', 'amina');
  const authoritySeed = fixed('SigningSeed', 'authority');
  const authority = signingPublicKey(authoritySeed);
  const page = utf8('{"cases":[]}');
  const change: UnlockChange = {
    instance,
    account,
    method: 'passphrase',
    salt,
    signInKey: signInPublicKey(byPassphrase),
    wrappedKey: wrapVaultKey(byPassphrase, vaultKey, instance, account, 'passphrase'),
    challenge: 'of a session',
  };
  const { salt: _, ...saltless } = { ...change, method: 'words' as const };
  const changeSignature = signUnlockChange(byWords.signInSeed, change);
  const changed = (changes: object) => ({
    key: signInPublicKey(byWords),
    signature: changeSignature,
    ...change,
    ...changes,
  });
  const samples = {
    wrappedByWords: wrapVaultKey(byWords, vaultKey, instance, account, 'words'),
    wrappedByPassphrase: wrapVaultKey(byPassphrase, vaultKey, instance, account, 'passphrase'),
    vault: sealVault(vaultKey, personSeed, instance, account, 'person', authority),
    authorityVault: sealVault(vaultKey, authoritySeed, instance, account, 'authority', authority),
    page: sealBox(amina.keyringKey, sodium.pad(page, 8192), 'sotto/keyring/v1', u32(1), u32(7)),
    nothing: sealBox(amina.keyringKey, new Uint8Array(), 'sotto/keyring/v1', u32(1), u32(7)),
  };
  const wrapped = (changes: object) => ({
    key: byWords.unlockKey,
    box: of('wrappedByWords'),
    instance,
    account,
    method: 'words',
    ...changes,
  });
  const vault = (changes: object) => ({
    key: vaultKey,
    box: of('vault'),
    instance,
    account,
    role: 'person',
    authority,
    ...changes,
  });
  const keyring = (changes: object) => ({
    key: amina.keyringKey,
    box: of('page'),
    domain: 'sotto/keyring/v1',
    context: [u32(1), u32(7)],
    ...changes,
  });
  return {
    section: '§9 Accounts',
    samples: Object.fromEntries(Object.entries(samples).map(([name, bytes]) => [name, toBase64url(bytes)])),
    vectors: [
      gives('recovery words unlock', 'unlockByWords', { entropy, instance, account }, byWords),
      gives(
        'the same words for another account',
        'unlockByWords',
        { entropy, instance, account: otherAccount },
        unlockByWords(entropy, instance, otherAccount),
      ),
      gives(
        'the same words on another instance',
        'unlockByWords',
        { entropy, instance: otherInstance, account },
        unlockByWords(entropy, otherInstance, account),
      ),
      gives('a passphrase unlocks', 'unlockByPassphrase', { passphrase, salt }, byPassphrase),
      gives(
        'so does another spelling of it',
        'unlockByPassphrase',
        { passphrase: passphrase.normalize('NFD').replace('ﬁ', 'fi'), salt },
        byPassphrase,
      ),
      gives('the vault key under words', 'unwrapVaultKey', wrapped({}), vaultKey),
      gives(
        'the vault key under a passphrase',
        'unwrapVaultKey',
        wrapped({ key: byPassphrase.unlockKey, box: of('wrappedByPassphrase'), method: 'passphrase' }),
        vaultKey,
      ),
      gives('the seed of a person', 'openVault', vault({}), personSeed),
      gives(
        'the seed of an authority',
        'openVault',
        vault({ box: of('authorityVault'), role: 'authority' }),
        authoritySeed,
      ),
      gives('a page of a keyring', 'openBox', keyring({}), sodium.pad(page, 8192)),
      gives('a box of nothing', 'openBox', keyring({ box: of('nothing') }), new Uint8Array()),
      gives(
        'a change of the passphrase',
        'signUnlockChange',
        { seed: byWords.signInSeed, ...change },
        changeSignature,
      ),
      gives(
        'a change of the words, which have no salt',
        'signUnlockChange',
        { seed: byPassphrase.signInSeed, ...saltless },
        signUnlockChange(byPassphrase.signInSeed, { ...saltless, salt: null }),
      ),
      gives('a change that is good', 'verifyUnlockChange', changed({}), 'ok'),
      ...Object.entries({
        'by another key': { key: signInPublicKey(byPassphrase) },
        'of another account': { account: otherAccount },
        'on another instance': { instance: otherInstance },
        'of another method': { method: 'words' },
        'with another salt': { salt: fixed('Salt', 'bruno') },
        'to another key': { signInKey: signInPublicKey(byWords) },
        'to another wrapped key': { wrappedKey: of('wrappedByWords') },
        'in another session': { challenge: 'of another session' },
      }).map(([name, changes]) =>
        fails(`a change ${name}`, 'verifyUnlockChange', changed(changes), 'bad-signature'),
      ),
      fails(
        'one method’s key in place of the other’s',
        'unwrapVaultKey',
        wrapped({ box: of('wrappedByPassphrase') }),
        'tampered',
      ),
      fails('a method that it is not', 'unwrapVaultKey', wrapped({ method: 'passphrase' }), 'tampered'),
      fails(
        'the vault key of another account',
        'unwrapVaultKey',
        wrapped({ account: otherAccount }),
        'tampered',
      ),
      fails(
        'the vault key of another instance',
        'unwrapVaultKey',
        wrapped({ instance: otherInstance }),
        'tampered',
      ),
      fails(
        'a vault in place of a vault key',
        'unwrapVaultKey',
        wrapped({ key: vaultKey, box: of('vault') }),
        'tampered',
      ),
      fails('a person’s vault as an authority’s', 'openVault', vault({ role: 'authority' }), 'tampered'),
      fails(
        'an authority’s vault as a person’s',
        'openVault',
        vault({ box: of('authorityVault') }),
        'tampered',
      ),
      fails('the vault of another account', 'openVault', vault({ account: otherAccount }), 'tampered'),
      fails(
        'a vault in an office of another authority',
        'openVault',
        vault({ authority: amina.signingPublicKey }),
        'tampered',
      ),
      fails('another vault key', 'openVault', vault({ key: fixed('VaultKey', 'bruno') }), 'tampered'),
      fails(
        'a bit of a vault’s nonce flipped',
        'openVault',
        vault({ box: of('vault', { flip: [3, 0] }) }),
        'tampered',
      ),
      fails(
        'a bit of a vault flipped',
        'openVault',
        vault({ box: of('vault', { flip: [30, 0] }) }),
        'tampered',
      ),
      fails(
        'a bit of a vault’s tag flipped',
        'openVault',
        vault({ box: of('vault', { flip: [71, 7] }) }),
        'tampered',
      ),
      fails('another page of a keyring', 'openBox', keyring({ context: [u32(2), u32(7)] }), 'tampered'),
      fails('another revision of a page', 'openBox', keyring({ context: [u32(1), u32(6)] }), 'tampered'),
      fails('no page of a keyring', 'openBox', keyring({ context: [] }), 'tampered'),
      fails('a keyring as something else', 'openBox', keyring({ domain: 'sotto/vault/v1' }), 'tampered'),
      fails('a box cut short', 'openBox', keyring({ box: of('page', { cut: 1 }) }), 'tampered'),
      fails('a box a byte longer', 'openBox', keyring({ box: of('page', { add: 'AA' }) }), 'tampered'),
      fails('a nonce and half a tag', 'openBox', keyring({ box: of('page', { keep: [0, 32] }) }), 'tampered'),
      fails('a nonce alone', 'openBox', keyring({ box: of('page', { keep: [0, 24] }) }), 'tampered'),
      fails('half a nonce', 'openBox', keyring({ box: of('page', { keep: [0, 12] }) }), 'malformed'),
      fails('nothing', 'openBox', keyring({ box: '' }), 'malformed'),
    ],
  };
}
