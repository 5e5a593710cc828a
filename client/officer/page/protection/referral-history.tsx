import type { ReferralQuestion } from '../../../case/fold/protection.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import type { OpenCase } from '../../worker/case/casework.ts';
import { nameOf } from './incidents.tsx';
import { Said } from './part.tsx';

/** What the reporter was asked and answered, and to whom the case went. */
export function ReferralHistory({ view }: { view: OpenCase }) {
  const { referrals } = view.safeguards;
  const questions = view.protection.referralQuestions.filter(({ isName }) => !isName);
  if (questions.length + referrals.length === 0) return null;
  return (
    <ul class="cards" aria-label={t('protection.part.referral')}>
      {questions.map((one) => (
        <AskedOne key={one.id} question={one} />
      ))}
      {referrals.map(({ id, by, day, to: where, text, reason }) => (
        <li key={id}>
          <p>
            {t('protection.referral', { name: nameOf(by), to: where })} ({formatDay(day)})
          </p>
          <Said text={text} />
          {reason !== '' && <p>{t('protection.referral.because', { reason })}</p>}
        </li>
      ))}
    </ul>
  );
}

/** What the reporter was asked, and answered. */
export function AskedOne({ question }: { question: ReferralQuestion }) {
  const { by, to, day, text, answer, isName } = question;
  const heading = isName ? 'protection.referral.question.name' : 'protection.referral.question';
  return (
    <li>
      <p>
        {t(heading, { name: nameOf(by), to })} ({formatDay(day)})
      </p>
      <Said text={text} />
      <p>
        <strong>
          {answer === null
            ? t('protection.referral.unanswered')
            : t(answer.agrees ? 'protection.referral.agreed' : 'protection.referral.against')}
        </strong>
      </p>
      <Said text={answer?.text ?? ''} />
    </li>
  );
}
