/** What stands in the fields of the doors before anybody has written there, in every language of the pages. */
import { doorKinds, type DoorKind } from '../../../../server/api/directory.ts';
import type { Rights } from '../../../../server/api/rights.ts';
import type { MessageKey } from '../../../messages/messages.ts';
import { languages, type Language } from '../../../messages/languages.ts';
import type { DoorDraft, SetupDraft, Texts } from './draft.ts';

type Catalogue = Record<string, (values: object) => string>;

const CATALOGUES: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import('virtual:messages/officer/en'),
  fr: () => import('virtual:messages/officer/fr'),
  ar: () => import('virtual:messages/officer/ar'),
};

/** A message in every language of the pages. */
type InAll = (key: MessageKey) => Texts;

/** Number that works in the whole European Union, and from most mobile telephones elsewhere. */
export const USUAL_EMERGENCY = '112';

export async function newDraft(): Promise<SetupDraft> {
  const inAll = await loadAll();
  const door = (kind: DoorKind): DoorDraft => ({
    open: true,
    title: inAll(`setup.default.${kind}.title`),
    text: inAll(`setup.default.${kind}.text`),
  });
  return {
    name: { en: '', fr: '', ar: '' },
    doors: Object.fromEntries(doorKinds.map((kind) => [kind, door(kind)])) as SetupDraft['doors'],
    officerName: '',
    accountName: '',
    passphrase: '',
    again: '',
  };
}

/**
 * What a door says of rights unless the office knows better: true in the European Union, to be adapted elsewhere.
 * @throws {TypeError} when the messages do not come
 */
export async function usualRights(kind: DoorKind): Promise<Rights> {
  return rightsOf(kind, await loadAll());
}

function rightsOf(kind: DoorKind, inAll: InAll): Rights {
  const [own, common] = [inAll(`setup.default.rights.${kind}`), inAll('setup.default.rights.common')];
  return {
    text: Object.fromEntries(
      languages.map((language) => [language, `${own[language]}\n\n${common[language]}`]),
    ),
    contacts: [
      {
        kind: 'emergency',
        name: { ...inAll('setup.default.emergency.name') },
        what: { ...inAll('setup.default.emergency.what') },
        phone: USUAL_EMERGENCY,
        address: '',
      },
    ],
  };
}

async function loadAll(): Promise<InAll> {
  const loaded = await Promise.all(
    languages.map(async (language) => [language, (await CATALOGUES[language]()).default] as const),
  );
  return (key) =>
    Object.fromEntries(
      loaded.map(([language, catalogue]) => [language, catalogue[key]?.({}) ?? '']),
    ) as Texts;
}
