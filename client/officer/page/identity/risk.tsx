/** What the risk to a reporter has standing against this officer's learning who they are, and asking them first. */
import { ANSWER_DAYS } from '../../../case/fold/referral.ts';
import { daysBetween, firstDay, todayBy } from '../../../case/kinds/days.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { CaseWriting } from '../entries/writing.tsx';
import type { LinkedSession } from '../frame/session-start.ts';
import { AskedOne } from '../protection/referral-history.tsx';

/** Whether nothing can be asked for or opened before the reporter was asked and had time. */
export function isStopped({ identityWork }: OpenCase): boolean {
  const { block } = identityWork.naming;
  return block === 'unasked' || block === 'waiting';
}

export function NamingRisk(props: {
  view: OpenCase;
  session: LinkedSession;
  text: string;
  onText: (text: string) => void;
  write: (work: () => Promise<OpenCase>) => Promise<OpenCase>;
  onChanged: (view: OpenCase) => void;
}) {
  const { view, session, text, onText, write, onChanged } = props;
  const { block, asked } = view.identityWork.naming;
  const hasOriginals = view.identity.originals.length > 0;
  return (
    <>
      {asked !== null && (
        <ul class="cards">
          <AskedOne question={asked} />
        </ul>
      )}
      {block !== null && (
        <Notice kind="warning" title={isStopped(view) ? t('identity.risk.stopped') : undefined}>
          {said(view)}
        </Notice>
      )}
      {block === 'unasked' && view.unreadable.shared === null && (
        <CaseWriting
          id="identity-ask"
          label={t('protection.referral.ask')}
          hint={t(hasOriginals ? 'original.risk.ask.hint' : 'identity.risk.ask.hint', { days: ANSWER_DAYS })}
          missing={t('protection.ask.missing')}
          button={t('protection.referral.ask.send')}
          working={t('case.reply.sending')}
          done=""
          text={text}
          onText={onText}
          write={(question) => write(() => session.protection.askNaming(view.id, question))}
          onWritten={onChanged}
        />
      )}
    </>
  );
}

function said({ identityWork, serverDay }: OpenCase): string {
  const { block, asked } = identityWork.naming;
  if (asked === null) return t('protection.referral.block.unasked', { days: ANSWER_DAYS });
  if (block === 'reason') return t('identity.risk.reason');
  const from = firstDay(asked.day, ANSWER_DAYS);
  const { day } = todayBy(serverDay);
  return t('identity.risk.waiting', { day: formatDay(from), days: daysBetween(day, from) });
}
