/** Who and what the vectors are about: keys that follow from labels, so that they are the same whenever vectors are made. */
import { LENGTH, typed, utf8, type Bytes, type Kind } from '../../../crypto/bytes.ts';
import { kemPublicKey, personKeys } from '../../../crypto/person.ts';
import { reporterKeys } from '../../../crypto/receipt.ts';
import { signingPublicKey } from '../../../crypto/signature.ts';
import { sodium } from '../../../crypto/sodium.ts';
import type { Day } from '../../../crypto/stamp.ts';
import { plain, type BytesIn, type Edit, type Vector } from '../vector.ts';

/** Bytes that follow from a label. */
export function fixed<K extends Kind>(kind: K, label: string): Bytes<K> {
  return typed(kind, sodium.crypto_generichash(LENGTH[kind], utf8(`vector ${kind} ${label}`), null));
}

export function makeCast() {
  const instance = fixed('InstanceId', 'one');
  const reporter = (label: string, at = instance) => {
    const keys = reporterKeys(fixed('Entropy', label), at);
    return { ...keys, kemPublicKey: kemPublicKey(keys.kemSeed) };
  };
  const person = (label: string) => ({
    ...personKeys(fixed('PersonSeed', label)),
    id: fixed('PersonId', label),
  });
  const notarySeed = fixed('SigningSeed', 'notary');
  const [amina, bruno, stranger] = [person('amina'), person('bruno'), person('stranger')];
  return {
    instance,
    otherInstance: fixed('InstanceId', 'two'),
    reporter: reporter('reporter'),
    otherReporter: reporter('other reporter'),
    amina,
    bruno,
    /** In no directory. */
    stranger,
    /** Of the report: whom it names as custodian, and whom it leaves out. */
    custodian: fixed('PersonId', 'dana'),
    leftOut: fixed('PersonId', 'carla'),
    people: [amina, bruno].map(({ id, signingPublicKey: signing }) => ({ id, signing })),
    directory: fixed('Hash', 'directory'),
    notarySeed,
    notary: signingPublicKey(notarySeed),
    key: fixed('CaseKey', 'shared 0'),
    nextKey: fixed('CaseKey', 'shared 1'),
    officersKey: fixed('CaseKey', 'officers 0'),
    otherKey: fixed('CaseKey', 'another case'),
    days: ['2031-03-01', '2031-03-01', '2031-03-04', '2031-03-05'] as Day[],
  };
}

export type Cast = ReturnType<typeof makeCast>;

type In = Readonly<Record<string, unknown>>;

export function gives(name: string, run: string, input: In, out: unknown): Vector {
  return { name, run, in: plain(input) as In, out: plain(out) };
}

export function fails(name: string, run: string, input: In, code: string): Vector {
  return { name, run, in: plain(input) as In, fails: code };
}

export function of(sample: string, ...edit: Edit[]): BytesIn {
  return { sample, edit };
}
