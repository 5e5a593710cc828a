/** Making a proof: what goes in is chosen, seen as whoever gets it will see it, and only then saved. */
import { useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';
import { storyOf } from '../../../case/fold/story.ts';
import { saveFile } from '../../../files/page/save.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { useKeptFocus } from '../../../parts/kept-focus.ts';
import { Notice } from '../../../parts/notice.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { paperOf } from '../../../proof/page/paper.ts';
import { ProofSheet } from '../../../proof/page/sheet.tsx';
import type { ToldProof } from '../../../proof/sheet-data.ts';
import type { OwnView } from '../../worker/own-case.ts';
import { FailureNotice } from '../frame/failure-notice.tsx';
import { lengthProblem, textProblem } from '../frame/form.tsx';
import type { Guard } from '../frame/guard.ts';
import { headingOf } from './timeline.tsx';

type Step = { readonly at: 'closed' | 'choosing' } | { readonly at: 'seen'; readonly told: ToldProof };

export function OwnProof({ view, guard }: { view: OwnView; guard: Guard }) {
  const [step, setStep] = useState<Step>({ at: 'closed' });
  const choice = useChoice();
  const headingRef = useKeptFocus<HTMLHeadingElement>(step.at);
  return (
    <section aria-labelledby="proof">
      <h2 id="proof" ref={headingRef} tabIndex={-1}>
        {t('proof.title')}
      </h2>
      <p>{t('proof.what')}</p>
      {step.at === 'closed' && (
        <Button kind="secondary" onClick={() => setStep({ at: 'choosing' })}>
          {t('proof.make')}
        </Button>
      )}
      {step.at === 'choosing' && (
        <Choosing
          view={view}
          guard={guard}
          choice={choice}
          onSeen={(told) => setStep({ at: 'seen', told })}
          onBack={() => setStep({ at: 'closed' })}
        />
      )}
      {step.at === 'seen' && (
        <Seen told={step.told} guard={guard} onBack={() => setStep({ at: 'choosing' })} />
      )}
    </section>
  );
}

/** What was chosen stays while one looks at what it comes to. */
function useChoice() {
  const [whom, setWhom] = useState('');
  const [content, setContent] = useState<'date' | 'content'>('date');
  const [entries, setEntries] = useState<readonly string[]>([]);
  return { whom, setWhom, content, setContent, entries, setEntries };
}

function Choosing(props: {
  view: OwnView;
  guard: Guard;
  choice: ReturnType<typeof useChoice>;
  onSeen: (told: ToldProof) => void;
  onBack: () => void;
}) {
  const { view, choice, onBack } = props;
  const { whom, setWhom, content, setContent } = choice;
  const { problem, setProblem, busy, failure, submit } = useDrafting(props);
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Notice kind="warning" title={t('proof.danger.title')}>
        {t('proof.danger')}
      </Notice>
      <TextField
        id="proof-for"
        label={t('proof.for')}
        hint={t('proof.for.hint')}
        value={whom}
        error={problem}
        onInput={(text) => {
          setWhom(text);
          setProblem(undefined);
        }}
      />
      <Radios
        id="proof-report"
        legend={t('proof.report')}
        options={[
          { value: 'date', label: t('proof.report.date'), hint: t('proof.report.date.hint') },
          { value: 'content', label: t('proof.report.content'), hint: t('proof.report.content.hint') },
        ]}
        value={content}
        onChange={setContent}
      />
      <Entries view={view} choice={choice} />
      {failure !== null && <FailureNotice failure={failure} />}
      <div class="actions">
        <Button type="submit" busy={busy}>
          {t('proof.see')}
        </Button>
        <Button kind="secondary" onClick={onBack}>
          {t('proof.cancel')}
        </Button>
      </div>
    </form>
  );
}

function useDrafting({ guard, choice, onSeen }: Parameters<typeof Choosing>[0]) {
  const { whom, content, entries } = choice;
  const [problem, setProblem] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    const found = textProblem(whom, t('proof.for.missing')) ?? lengthProblem(whom, LIMITS.lineCharacters);
    setProblem(found);
    if (found !== undefined) return;
    setBusy(true);
    setFailure(null);
    try {
      const session = await guard.start();
      const withheld = entries.length === 0 ? 'dated' : 'sealed';
      const report = content === 'content' ? 'opened' : withheld;
      if (session !== null) onSeen(await session.draftProof({ for: whom.trim(), report, entries }));
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { problem, setProblem, busy, failure, submit };
}

/** What followed the report, to be picked from one by one. */
function Entries({ view, choice }: { view: OwnView; choice: ReturnType<typeof useChoice> }) {
  const { entries, setEntries } = choice;
  const toggle = (id: string, isIn: boolean) =>
    setEntries(isIn ? [...entries, id] : entries.filter((one) => one !== id));
  const offered = view.items.filter(({ isShowable }) => isShowable);
  if (offered.length === 0) return null;
  const inStory = storyOf(view).events.map(({ id }) => id);
  const ofStory = offered.filter(({ id }) => inStory.includes(id)).map(({ id }) => id);
  return (
    <fieldset>
      <legend>{t('proof.entries')}</legend>
      <p class="hint">{t('proof.entries.hint')}</p>
      {ofStory.length > 0 && (
        <>
          <Button kind="secondary" onClick={() => setEntries([...new Set([...entries, ...ofStory])])}>
            {t('proof.entries.story')}
          </Button>
          <p class="hint">{t('proof.entries.story.hint')}</p>
        </>
      )}
      {offered.map((item) => (
        <Checkbox
          key={item.id}
          id={`proof-${item.seq}`}
          label={`${headingOf(item)} (${formatDay(item.day)})`}
          checked={entries.includes(item.id)}
          onChange={(isIn) => toggle(item.id, isIn)}
        />
      ))}
    </fieldset>
  );
}

function Seen({ told, guard, onBack }: { told: ToldProof; guard: Guard; onBack: () => void }) {
  const [saved, setSaved] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const save = async (isPage: boolean) => {
    setFailure(null);
    setSaved(false);
    try {
      const session = await guard.start();
      if (session === null) return;
      const file = await session.signProof(isPage ? paperOf(<ProofSheet told={told} />) : null);
      // A name that says nothing to somebody who sees the folder.
      const type = isPage ? 'text/html' : 'application/json';
      saveFile(new Blob([file], { type }), isPage ? 'document.html' : 'document.json');
      setSaved(true);
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <>
      <p>
        <strong>{t('proof.seen')}</strong>
      </p>
      <ProofSheet told={told} />
      {failure !== null && <FailureNotice failure={failure} />}
      <Notice kind="warning">{t('proof.danger')}</Notice>
      <div class="actions">
        <Button onClick={() => void save(true)}>{t('proof.save')}</Button>
        <Button kind="secondary" onClick={() => void save(false)}>
          {t('proof.save.bare')}
        </Button>
        <Button kind="secondary" onClick={onBack}>
          {t('proof.change')}
        </Button>
      </div>
      <output>{saved ? t('proof.saved') : ''}</output>
      <p>{t('proof.check')}</p>
    </>
  );
}
