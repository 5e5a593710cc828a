/** What stands in the fields of the doors before anybody has written there, in every language of the pages. */
import { doorKinds, type DoorKind } from '../../server/api/directory.ts';
import type { MessageKey } from '../messages/messages.ts';
import { languages, type Language } from '../messages/languages.ts';
import type { DoorDraft, SetupDraft, Texts } from './setup-draft.ts';

type Catalogue = Record<string, (values: object) => string>;

const CATALOGUES: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import('virtual:messages/officer/en'),
  fr: () => import('virtual:messages/officer/fr'),
  ar: () => import('virtual:messages/officer/ar'),
};

export async function newDraft(): Promise<SetupDraft> {
  const loaded = await Promise.all(
    languages.map(async (language) => [language, (await CATALOGUES[language]()).default] as const),
  );
  const inAll = (key: MessageKey) =>
    Object.fromEntries(
      loaded.map(([language, catalogue]) => [language, catalogue[key]?.({}) ?? '']),
    ) as Texts;
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
