/** Who the reporter is: what may be known, who asked for it, and what this person may do about it. */
import { todayBy } from '../../../case/kinds/days.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { formatList, t } from '../../../messages/messages.ts';
import { CaseWriting } from '../entries/writing.tsx';
import { Request, type Asking } from './request.tsx';
import { isStopped, NamingRisk } from './risk.tsx';

export function CaseIdentity(props: Asking) {
  const { view, session, signedIn, text, onText, write, onChanged } = props;
  const { isGiven, custodians } = view.identity;
  const isCustodian = signedIn.role === 'custodian';
  // Officers find those for an original beside its file.
  const requests = view.identity.requests.filter(({ original }) => isCustodian || original === null);
  const isName = requests.some(({ original }) => original === null);
  const isReadable = view.unreadable.shared === null;
  const names = formatList(custodians.map(({ name }) => name));
  return (
    <section class="identity" aria-labelledby="identity">
      <h2 id="identity">{t(isCustodian && !isName ? 'original.heading' : 'identity.heading')}</h2>
      {isCustodian ? (
        <p>{t(isName ? 'identity.custodian' : 'original.custodian')}</p>
      ) : (
        <p>{isGiven ? t('identity.sealed', { names }) : t('identity.absent')}</p>
      )}
      {isCustodian && requests.length > 0 && todayBy(view.serverDay).device !== null && (
        <p>{t('identity.clock')}</p>
      )}
      {!isReadable && <p>{t('identity.unreadable')}</p>}
      {!isCustodian && isReadable && isGiven && view.identityWork.isOrphaned && (
        <p>{t('identity.orphaned')}</p>
      )}
      {(isReadable ? requests : []).map((request) => (
        <Request key={request.id} request={request} {...props} />
      ))}
      {!isCustodian && isReadable && isSought(props) && <NamingRisk {...props} />}
      {!isCustodian && view.identityWork.canAsk && !isStopped(view) && (
        <details>
          <summary>{t('identity.ask')}</summary>
          <CaseWriting
            id="identity-reason"
            label={t('identity.ask.reason')}
            hint={t('identity.ask.hint')}
            missing={t('identity.ask.missing')}
            button={t('identity.ask.send')}
            working={t('case.reply.sending')}
            done={t('identity.ask.sent')}
            text={text}
            onText={onText}
            write={(reason) => write(() => session.cases.askIdentity(view.id, reason))}
            onWritten={onChanged}
            failures={{ 'not-allowed': t('protection.referral.refused') }}
          />
        </details>
      )}
    </section>
  );
}

/** Whether this officer may still learn it, or get an original, which can say it. */
function isSought({ view, signedIn }: Asking): boolean {
  const { identityWork, identity } = view;
  const isMine = ({ by, opened, state }: IdentityRequest) =>
    by.id === signedIn.person && opened === null && state !== 'refused';
  return identityWork.canAsk || identityWork.askable.length > 0 || identity.requests.some(isMine);
}
