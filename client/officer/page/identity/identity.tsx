/** Who the reporter is: what may be known, who asked for it, and what this person may do about it. */
import { todayBy } from '../../../case/kinds/days.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { formatList, t } from '../../../messages/messages.ts';
import { AskForm } from './ask-form.tsx';
import { Request, type Asking } from './request.tsx';
import { isStopped, NamingRisk } from './risk.tsx';

export function CaseIdentity(props: Asking) {
  const { view, session, signedIn, text, onText, write, onChanged } = props;
  const { isGiven, custodians } = view.identity;
  const isCustodian = signedIn.role === 'custodian';
  // Officers find those for an original beside its file.
  const requests = view.identity.requests.filter(({ original }) => isCustodian || original === null);
  const isName = requests.some(({ original }) => original === null);
  const isOriginal = requests.some(({ original }) => original !== null);
  const isReadable = view.unreadable.shared === null;
  const names = formatList(custodians.map(({ name }) => name));
  return (
    <section class="identity" aria-labelledby="identity">
      <h2 id="identity">{t(isCustodian && !isName ? 'original.heading' : 'identity.heading')}</h2>
      {isCustodian ? (
        <p>{t(isOriginal ? 'original.custodian' : 'identity.custodian')}</p>
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
          <AskForm
            id="identity-reason"
            label={t('identity.ask.reason')}
            text={text}
            onText={onText}
            write={(reason) => write(() => session.cases.askIdentity(view.id, reason))}
            onWritten={onChanged}
          />
        </details>
      )}
    </section>
  );
}

/** Whether this officer may still learn it, or get an original, which can say it. */
function isSought({ view, signedIn }: Asking): boolean {
  const { identityWork, identity } = view;
  const isMine = ({ by, opened, state, isGone }: IdentityRequest) =>
    by.id === signedIn.person && opened === null && state !== 'refused' && !isGone;
  return identityWork.canAsk || identityWork.askable.length > 0 || identity.requests.some(isMine);
}
