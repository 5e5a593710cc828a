import { useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import type { ReferralQuestion } from '../../../case/fold/protection.ts';
import {
  ANSWER_DAYS,
  questionAbout,
  referralBlock,
  type ReferralBlock,
} from '../../../case/fold/referral.ts';
import { firstDay, daysBetween } from '../../../case/kinds/days.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { textProblem } from '../entries/problem.ts';
import { ProtectionForm } from './form.tsx';
import { Fold, goTo, lineProblem, longProblem, type PartProps } from './part.tsx';
import { ReferralHistory } from './referral-history.tsx';
import { fieldsOf, type Fields } from './typed.ts';

/** Passing the case on, or disclosing it: not without the reporter where the risk is high. */
export function Referrals(props: PartProps) {
  const { view, today, typed, onType, canWrite } = props;
  const { referrals } = view.safeguards;
  const [passedTo, setPassedTo] = useState<string | null>(null);
  const fields = fieldsOf(typed, onType, 'referral');
  const to = fields.of('to');
  const asked = questionAbout(view.protection, to);
  // As it is without a reason: that one is asked for does not go away while it is typed.
  const block = referralBlock(view.safeguards, asked, '', today);
  const record = () => {
    fieldsOf(typed, onType, 'knowledge').set('who', passedTo ?? '');
    fieldsOf(typed, onType, 'knowledge').set('how', 'referral');
    goTo('knowledge');
  };
  return (
    <Fold part="referral" state={t('protection.referral.count', { count: referrals.length })}>
      <ReferralHistory view={view} />
      {passedTo !== null && (
        <Notice kind="success" title={t('protection.referral.done')}>
          <p>{t('protection.referral.record')}</p>
          <Button kind="secondary" onClick={record}>
            {t('protection.referral.record.go')}
          </Button>
        </Notice>
      )}
      {canWrite && (
        <>
          <h3>{t('protection.referral.new')}</h3>
          <TextField
            id="referral-to"
            label={t('protection.referral.to')}
            hint={t('protection.referral.to.hint')}
            value={to}
            onInput={(value) => fields.set('to', value)}
          />
          {to.trim() !== '' && (
            <>
              <Blocked block={block} asked={asked} today={today} />
              {(asked === null || asked.answer !== null) && <Asking {...props} to={to} fields={fields} />}
              {(block === null || block === 'reason') && (
                <Referring {...props} to={to} fields={fields} block={block} onPassed={setPassedTo} />
              )}
            </>
          )}
        </>
      )}
    </Fold>
  );
}

/** What stands against it, in words, and for how long. */
function Blocked(props: { block: ReferralBlock | null; asked: ReferralQuestion | null; today: string }) {
  const { block, asked, today } = props;
  if (block === null && asked === null) return <p>{t('protection.referral.free')}</p>;
  if (block === null) return <p>{t('protection.referral.free.asked')}</p>;
  if (block === 'waiting' && asked !== null) {
    const from = firstDay(asked.day, ANSWER_DAYS);
    return (
      <Notice kind="warning" title={t('protection.referral.stopped')}>
        {t('protection.referral.block.waiting', { day: formatDay(from), days: daysBetween(today, from) })}
      </Notice>
    );
  }
  return (
    <Notice kind="warning" title={block === 'reason' ? undefined : t('protection.referral.stopped')}>
      <p>
        {block === 'unassessed' || block === 'reason'
          ? t(`protection.referral.block.${block}`)
          : t('protection.referral.block.unasked', { days: ANSWER_DAYS })}
      </p>
      {block === 'unassessed' && (
        <Button kind="secondary" onClick={() => goTo('risk')}>
          {t('protection.risk.new')}
        </Button>
      )}
    </Notice>
  );
}

type ToProps = PartProps & { to: string; fields: Fields };

function Asking({ view, session, write, onChanged, to, fields }: ToProps) {
  const ask = fields.of('ask');
  return (
    <ProtectionForm
      button={t('protection.referral.ask.send')}
      problems={{
        to: lineProblem(to, t('protection.referral.to.missing')),
        ask: textProblem(ask, t('protection.ask.missing')),
      }}
      send={() => write(() => session.protection.askReferral(view.id, to, ask))}
      onSent={(after) => {
        fields.set('ask', '');
        onChanged(after);
      }}
    >
      {(problems) => (
        <TextArea
          id="referral-ask"
          label={t('protection.referral.ask')}
          hint={t('protection.referral.ask.hint', { days: ANSWER_DAYS })}
          rows={3}
          most={LIMITS.textCharacters}
          value={ask}
          error={problems['ask'] ?? problems['to']}
          onInput={(value) => fields.set('ask', value)}
        />
      )}
    </ProtectionForm>
  );
}

function Referring(props: ToProps & { block: 'reason' | null; onPassed: (to: string) => void }) {
  const { view, session, write, onChanged, to, fields, block, onPassed } = props;
  const [text, reason] = [fields.of('text'), fields.of('reason')];
  const needsReason = block === 'reason';
  return (
    <ProtectionForm
      button={t('protection.referral.save')}
      problems={{
        to: lineProblem(to, t('protection.referral.to.missing')),
        text: longProblem(text),
        reason: needsReason ? textProblem(reason, t('protection.referral.why.missing')) : undefined,
      }}
      send={() =>
        write(() => session.protection.refer(view.id, { to, text, reason: needsReason ? reason : '' }))
      }
      failures={{ 'not-allowed': t('protection.referral.refused') }}
      onSent={(after) => {
        fields.clear();
        onPassed(to);
        onChanged(after);
      }}
    >
      {(problems) => (
        <>
          <TextArea
            id="referral-text"
            label={t('protection.referral.text')}
            hint={t('protection.private')}
            optional
            rows={3}
            most={LIMITS.textCharacters}
            value={text}
            error={problems['text'] ?? problems['to']}
            onInput={(value) => fields.set('text', value)}
          />
          {needsReason && (
            <TextArea
              id="referral-reason"
              label={t('protection.referral.why')}
              rows={3}
              most={LIMITS.textCharacters}
              value={reason}
              error={problems['reason']}
              onInput={(value) => fields.set('reason', value)}
            />
          )}
        </>
      )}
    </ProtectionForm>
  );
}
