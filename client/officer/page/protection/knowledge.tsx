import { useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import type { HeldKnowledge } from '../../../case/fold/safeguards.ts';
import { learnings, type Learning } from '../../../case/kinds/choices.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { Tag } from '../../../parts/tag.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { textProblem } from '../entries/problem.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import { useTask } from '../frame/task.ts';
import { ProtectionForm, type Problems } from './form.tsx';
import { nameOf } from './incidents.tsx';
import { dayProblem, Fold, lineProblem, longProblem, Said, type PartProps } from './part.tsx';
import { fieldsOf, type Fields } from './typed.ts';

/** Who learned of the report and when: as the reporter sees it, and what they do not see yet. */
export function WhoKnows(props: PartProps) {
  const { view, canWrite } = props;
  const { knowledge } = view.protection;
  const held = heldBack(props);
  const state = [
    t('protection.knowledge.count', { count: knowledge.length }),
    held.length > 0 && t('protection.knowledge.heldCount', { count: held.length }),
  ];
  return (
    <Fold part="knowledge" state={state.filter(Boolean).join(' ')}>
      {knowledge.length + held.length > 0 && (
        <ul class="cards" aria-label={t('protection.part.knowledge')}>
          {held.map((one) => (
            <Held key={one.id} held={one} {...props} />
          ))}
          {knowledge.map(({ id, who, how, when, text, by, recorded }) => (
            <li key={id}>
              <p>
                {t('protection.knowledge', {
                  name: nameOf(by),
                  who,
                  day: formatDay(when),
                  how: t(`learned.${how}`),
                })}{' '}
                <Tag tone="done">{t('protection.knowledge.shown')}</Tag>
              </p>
              {recorded !== null && (
                <p class="hint">{t('protection.knowledge.late', { day: formatDay(recorded) })}</p>
              )}
              <Said text={text} />
            </li>
          ))}
        </ul>
      )}
      {canWrite && <Recording {...props} />}
    </Fold>
  );
}

function heldBack({ view }: Pick<PartProps, 'view'>): readonly HeldKnowledge[] {
  const released = new Set(view.protection.knowledge.map(({ held }) => held));
  return view.safeguards.held.filter(({ id }) => !released.has(id));
}

function Held({ held, ...props }: PartProps & { held: HeldKnowledge }) {
  const { view, session, write, onChanged, canWrite } = props;
  const [asking, setAsking] = useState(false);
  const task = useTask();
  const release = async () => {
    const after = await task.run(() => write(() => session.protection.release(view.id, held.id)));
    if (after === undefined) return;
    setAsking(false);
    onChanged(after);
  };
  const { who, how, when, text, by, reason } = held;
  return (
    <li class="held">
      <p>
        {t('protection.knowledge', { name: nameOf(by), who, day: formatDay(when), how: t(`learned.${how}`) })}{' '}
        <Tag tone="busy">{t('protection.knowledge.hidden')}</Tag>
      </p>
      <Said text={text} />
      <p>{t('protection.knowledge.reason', { reason })}</p>
      {canWrite && (
        <div class="actions">
          <Button kind="secondary" onClick={() => setAsking(true)}>
            {t('protection.knowledge.release')}
          </Button>
        </div>
      )}
      {asking && (
        <ConfirmDialog
          title={t('protection.knowledge.release')}
          action={t('protection.knowledge.release.yes')}
          working={t('protection.saving')}
          task={task}
          onConfirm={() => void release()}
          onCancel={() => {
            task.clear();
            setAsking(false);
          }}
        >
          <p>{t('protection.knowledge.release.text', { who })}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}

function Recording(props: PartProps) {
  const { view, session, today, typed, onType, write, onChanged } = props;
  const fields = fieldsOf(typed, onType, 'knowledge');
  const [who, how] = [fields.of('who'), fields.of('how') as Learning | ''];
  const day = fields.of('day') || today;
  const [text, reason] = [fields.of('text'), fields.of('reason')];
  const isHeld = fields.of('shown') === 'hold';
  const send = () => {
    const learned = { who, how: how as Learning, day, text };
    return isHeld
      ? session.protection.holdBack(view.id, learned, reason)
      : session.protection.record(view.id, learned);
  };
  return (
    <ProtectionForm
      button={t(isHeld ? 'protection.knowledge.hold.save' : 'protection.knowledge.save')}
      problems={{
        who: lineProblem(who, t('protection.knowledge.who.missing')),
        how: how === '' ? t('protection.knowledge.how.missing') : undefined,
        day: dayProblem(day, today),
        text: longProblem(text),
        reason: isHeld ? textProblem(reason, t('protection.knowledge.why.missing')) : undefined,
      }}
      send={() => write(send)}
      onSent={(after) => {
        fields.clear();
        onChanged(after);
      }}
    >
      {(problems) => (
        <>
          <h3>{t('protection.knowledge.new')}</h3>
          <Learned fields={fields} problems={problems} day={day} />
          <Showing fields={fields} problems={problems} isHeld={isHeld} />
        </>
      )}
    </ProtectionForm>
  );
}

function Learned({ fields, problems, day }: { fields: Fields; problems: Problems; day: string }) {
  return (
    <>
      <TextField
        id="knowledge-who"
        label={t('protection.knowledge.who')}
        value={fields.of('who')}
        error={problems['who']}
        onInput={(value) => fields.set('who', value)}
      />
      <Radios
        id="knowledge-how"
        legend={t('protection.knowledge.how')}
        options={learnings.map((one) => ({ value: one, label: t(`learned.${one}`) }))}
        value={fields.of('how') as Learning | ''}
        error={problems['how']}
        onChange={(value) => fields.set('how', value)}
      />
      <TextField
        id="knowledge-day"
        type="date"
        label={t('protection.knowledge.day')}
        value={day}
        error={problems['day']}
        onInput={(value) => fields.set('day', value)}
      />
      <TextArea
        id="knowledge-text"
        label={t('protection.knowledge.text')}
        optional
        rows={3}
        most={LIMITS.textCharacters}
        value={fields.of('text')}
        error={problems['text']}
        onInput={(value) => fields.set('text', value)}
      />
    </>
  );
}

/** Who sees it: said before it is written down, since a shown one is shown for good. */
function Showing(props: { fields: Fields; problems: Problems; isHeld: boolean }) {
  const { fields, problems, isHeld } = props;
  return (
    <>
      <Radios
        id="knowledge-shown"
        legend={t('protection.knowledge.sees')}
        options={[
          { value: 'show', label: t('protection.knowledge.show') },
          { value: 'hold', label: t('protection.knowledge.hold') },
        ]}
        value={isHeld ? 'hold' : 'show'}
        onChange={(value) => fields.set('shown', value === 'hold' ? 'hold' : '')}
      />
      <Notice kind={isHeld ? 'info' : 'warning'}>
        {t(isHeld ? 'protection.knowledge.hold.warning' : 'protection.knowledge.show.warning')}
      </Notice>
      {isHeld && (
        <TextArea
          id="knowledge-reason"
          label={t('protection.knowledge.why')}
          hint={t('protection.private')}
          rows={3}
          most={LIMITS.textCharacters}
          value={fields.of('reason')}
          error={problems['reason']}
          onInput={(value) => fields.set('reason', value)}
        />
      )}
    </>
  );
}
