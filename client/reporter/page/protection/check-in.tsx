/** Some time after reporting: has anything changed? And what it looks like, for the reporter to tell or leave. */
import { useState } from 'preact/hooks';
import { checkInDue } from '../../../case/fold/check-in.ts';
import type { Suggestion } from '../../../case/fold/suggestion.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { OneTap, OwnForm } from '../frame/form.tsx';
import { Screen } from '../frame/screen.tsx';
import { changeText } from './incident-form.ts';
import { circumstancesOf, draftOf } from './kept.ts';
import type { RoomProps } from './room.ts';
import { WorkFields, workProblems } from './work-fields.tsx';

export function CheckInCard({ view, guard, onGo, onArrived }: RoomProps) {
  const due = checkInDue(view, view.serverDay);
  if (due === null) return null;
  return (
    <section class="card" aria-labelledby="check-in">
      <h2 id="check-in">{t(view.behalf?.role === 'sender' ? 'checkIn.title.sender' : 'checkIn.title')}</h2>
      <p>{t('checkIn.why', { days: due })}</p>
      <OneTap
        guard={guard}
        answers={[{ value: 'no', label: t('checkIn.no') }]}
        write={() => (session) => session.say({ what: 'check-in', due, changed: false, now: null })}
        onWritten={(now) => onArrived('check-in', now)}
        more={
          <Button kind="secondary" onClick={() => onGo('check-in')}>
            {t('checkIn.yes')}
          </Button>
        }
      />
    </section>
  );
}

export function CheckInPage({ view, guard, kept, onKept, onBack, onArrived }: RoomProps) {
  const [due] = useState(checkInDue(view, view.serverDay));
  const [tried, setTried] = useState(false);
  const { latest } = view.protection;
  const draft = kept.now ?? draftOf(latest);
  const problems = workProblems(draft);
  if (due === null) return null;
  return (
    <Screen title={t('checkIn.now')} onBack={onBack} problems={tried ? problems : []}>
      <p>{t(latest === null ? 'checkIn.now.first' : 'checkIn.now.edit')}</p>
      <p>{t('checkIn.now.else')}</p>
      <OwnForm
        guard={guard}
        check={() => {
          setTried(true);
          return problems.length === 0;
        }}
        write={(session) =>
          session.say({ what: 'check-in', due, changed: true, now: circumstancesOf(draft) })
        }
        onWritten={(now) => {
          onKept({ ...kept, now: null });
          onArrived('check-in', now);
        }}
        button={t('checkIn.now.send')}
      >
        <WorkFields
          draft={draft}
          problems={tried ? problems : []}
          onChange={(now) => onKept({ ...kept, now })}
        />
      </OwnForm>
    </Screen>
  );
}

export function Suggestions(props: {
  suggestions: readonly Suggestion[];
  onTell: (suggestion: Suggestion) => void;
  onDrop: (suggestion: Suggestion) => void;
}) {
  const { suggestions, onTell, onDrop } = props;
  if (suggestions.length === 0) return null;
  return (
    <section class="card" aria-labelledby="suggestions">
      <h2 id="suggestions">{t('checkIn.suggest')}</h2>
      <p>{t('checkIn.suggest.text')}</p>
      {suggestions.map((one) => {
        const field = t(`keep.field.${one.field}`);
        const named = (name: string) => `${name}: ${field}`;
        return (
          <div key={one.field}>
            <p class="typed">
              <strong>{changeText(one)}</strong>
            </p>
            <div class="actions">
              <Button label={named(t('checkIn.suggest.tell'))} onClick={() => onTell(one)}>
                {t('checkIn.suggest.tell')}
              </Button>
              <Button kind="secondary" label={named(t('checkIn.suggest.drop'))} onClick={() => onDrop(one)}>
                {t('checkIn.suggest.drop')}
              </Button>
            </div>
          </div>
        );
      })}
    </section>
  );
}
