/** What somebody who sets the line up has written so far, and what is still wrong with it. */
import { doorKinds, type DoorKind } from '../../../../server/api/directory.ts';
import type { Language } from '../../../messages/languages.ts';
import { passphraseProblem, type PassphraseProblem } from '../secret/passphrase.ts';
import type { Localised, SetupForm } from '../../worker/office/setup.ts';

/** One text in each language, empty where it is not written. */
export type Texts = Readonly<Record<Language, string>>;

export interface DoorDraft {
  readonly open: boolean;
  readonly title: Texts;
  readonly text: Texts;
}

export interface SetupDraft {
  readonly name: Texts;
  readonly doors: Readonly<Record<DoorKind, DoorDraft>>;
  readonly officerName: string;
  readonly accountName: string;
  readonly passphrase: string;
  readonly again: string;
}

/** Steps with something to fill in. */
export const draftSteps = ['office', 'doors', 'officer'] as const;
export type DraftStep = (typeof draftSteps)[number];

/** What is wrong, by the field it is to be put right in. */
export interface DraftProblem {
  readonly field: string;
  readonly what:
    'office' | 'no-door' | 'door-title' | 'door-text' | 'officer' | 'account' | PassphraseProblem;
  readonly door?: DoorKind;
}

export function problemsOf(step: DraftStep, draft: SetupDraft): DraftProblem[] {
  if (step === 'office') return draft.name.en.trim() === '' ? [{ field: 'name-en', what: 'office' }] : [];
  if (step === 'doors') return doorProblems(draft);
  const problems: DraftProblem[] = [];
  if (draft.officerName.trim() === '') problems.push({ field: 'officer', what: 'officer' });
  if (draft.accountName.trim() === '') problems.push({ field: 'account', what: 'account' });
  const problem = passphraseProblem(draft.passphrase, draft.again, draft.accountName);
  if (problem !== null)
    problems.push({ field: problem === 'differ' ? 'again' : 'passphrase', what: problem });
  return problems;
}

function doorProblems({ doors }: SetupDraft): DraftProblem[] {
  const open = doorKinds.filter((kind) => doors[kind].open);
  if (open.length === 0) return [{ field: `door-${doorKinds[0]}`, what: 'no-door' }];
  return open.flatMap((door) => {
    const problems: DraftProblem[] = [];
    if (doors[door].title.en.trim() === '')
      problems.push({ field: `${door}-title-en`, what: 'door-title', door });
    if (doors[door].text.en.trim() === '')
      problems.push({ field: `${door}-text-en`, what: 'door-text', door });
    return problems;
  });
}

export function formOf(token: string, draft: SetupDraft): SetupForm {
  return {
    token,
    instanceName: written(draft.name),
    doors: doorKinds
      .filter((kind) => draft.doors[kind].open)
      .map((kind) => ({
        kind,
        title: written(draft.doors[kind].title),
        text: written(draft.doors[kind].text),
      })),
    officerName: draft.officerName.trim(),
    accountName: draft.accountName,
    passphrase: draft.passphrase,
  };
}

/** The languages something was written in. */
function written(texts: Texts): Localised {
  const pairs = Object.entries(texts).map(([language, value]) => [language, value.trim()] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}
