/** Setting the line up, one thing per screen. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useLanguage } from '../../../messages/messages.ts';
import { inLanguage } from '../../../messages/languages.ts';
import { useUnsavedWarning } from '../../../parts/unsaved-warning.ts';
import { OfficerFrame } from '../frame/frame.tsx';
import { LinkCheck } from '../frame/link-check.tsx';
import { startSession } from '../frame/session-start.ts';
import { SetupCheck } from './check.tsx';
import { newDraft } from './defaults.ts';
import { SetupDoors } from './doors.tsx';
import { draftSteps, formOf, type DraftStep, type SetupDraft, type Texts } from './draft.ts';

import { SetupMade } from './made.tsx';
import { SetupOffice } from './office.tsx';
import { SetupOfficer } from './officer.tsx';
import { SetupWords } from '../secret/words.tsx';
import type { SetupResult } from '../../worker/office/setup.ts';
import { useTask } from '../frame/task.ts';

/** Screens in the order they come. */
const STEPS = [...draftSteps, 'check', 'words', 'made'] as const;

type Progress =
  | { readonly at: 'link' }
  | { readonly at: DraftStep | 'check'; readonly draft: SetupDraft }
  | { readonly at: 'words' | 'made'; readonly made: SetupResult; readonly office: Texts };

export function SetupPage({ token, onDone }: { token: string; onDone: () => void }) {
  const [session] = useState(startSession);
  const [progress, setProgress] = useState<Progress>({ at: 'link' });
  const creating = useTask();
  useEffect(() => () => session.end(), [session]);
  // Until the words are kept, leaving loses what was written, or the only way back in.
  useUnsavedWarning(progress.at !== 'link' && progress.at !== 'made');

  const check = useCallback(async () => {
    const [draft] = await Promise.all([newDraft(), session.setup.check(token)]);
    return draft;
  }, [session, token]);

  const texts = 'draft' in progress ? progress.draft.name : 'office' in progress ? progress.office : {};
  const office = inLanguage(texts, useLanguage());

  const screen = () => {
    if (progress.at === 'link') {
      return (
        <LinkCheck kind="setup" check={check} onGood={(draft) => setProgress({ at: 'office', draft })} />
      );
    }
    const place = { step: STEPS.indexOf(progress.at) + 1, steps: STEPS.length };
    if ('made' in progress) {
      const { made } = progress;
      if (progress.at === 'made')
        return <SetupMade made={made} office={office} place={place} onDone={onDone} />;
      const next = () => setProgress({ ...progress, at: 'made' });
      return <SetupWords words={made.recoveryWords} place={place} onNext={next} />;
    }
    const { draft } = progress;
    const to = (at: DraftStep | 'check') => () => setProgress({ at, draft });
    const create = async () => {
      const made = await creating.run(() => session.setup.run(formOf(token, draft)));
      if (made !== undefined) setProgress({ at: 'words', made, office: draft.name });
    };
    const change = (part: Partial<SetupDraft>) =>
      setProgress({ at: progress.at, draft: { ...draft, ...part } });
    const form = { draft, change, place };
    switch (progress.at) {
      case 'office':
        return <SetupOffice {...form} onNext={to('doors')} />;
      case 'doors':
        return <SetupDoors {...form} onBack={to('office')} onNext={to('officer')} />;
      case 'officer':
        return <SetupOfficer {...form} onBack={to('doors')} onNext={to('check')} />;
      case 'check':
        return (
          <SetupCheck
            draft={draft}
            place={place}
            task={creating}
            onChange={(at) => to(at)()}
            onCreate={() => void create()}
          />
        );
    }
  };
  return <OfficerFrame office={office}>{screen()}</OfficerFrame>;
}
