/** Who the reporter is: what may be known, who asked for it, and what this person may do about it. */
import { useState } from 'preact/hooks';
import type { IdentityRequest } from '../case/identity.ts';
import type { Identity } from '../case/identity-box.ts';
import { formatDay, formatList, t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Facts } from '../parts/facts.tsx';
import { useKeptFocus } from '../parts/kept-focus.ts';
import { Notice } from '../parts/notice.tsx';
import type { OpenCase } from './case-desk.ts';
import { CaseWriting } from './case-writing.tsx';
import { IdentityDecision, IdentityDisclosure } from './identity-decision.tsx';
import type { SignedIn } from './session.ts';
import type { LinkedSession } from './session-start.ts';
import { useTask } from './task.ts';

interface Props {
  view: OpenCase;
  session: LinkedSession;
  signedIn: SignedIn;
  /** The reason that is being typed, for asking or for deciding. */
  text: string;
  onText: (text: string) => void;
  write: (work: () => Promise<OpenCase>) => Promise<OpenCase>;
  onChanged: (view: OpenCase) => void;
}

export function CaseIdentity(props: Props) {
  const { view, session, signedIn, text, onText, write, onChanged } = props;
  const { isGiven, custodians, requests } = view.identity;
  const undecided = requests.find(({ state }) => state === 'waiting' || state === 'objected');
  const isCustodian = signedIn.role === 'custodian';
  const isReadable = view.unreadable.shared === null;
  const names = formatList(custodians.map(({ name }) => name));
  return (
    <section class="identity" aria-labelledby="identity">
      <h2 id="identity">{t('desk.identity')}</h2>
      {isCustodian ? (
        <p>{t('desk.identity.custodian')}</p>
      ) : (
        <p>{isGiven ? t('desk.identity.sealed', { names }) : t('desk.identity.absent')}</p>
      )}
      {!isReadable && <p>{t('desk.unreadable.identity')}</p>}
      {!isCustodian && isReadable && view.identityWork.isOrphaned && <p>{t('desk.identity.orphaned')}</p>}
      {(isReadable ? requests : []).map((request) => (
        <Request key={request.id} request={request} isNext={request === undecided} {...props} />
      ))}
      {!isCustodian && view.identityWork.canAsk && (
        <details>
          <summary>{t('desk.identity.ask')}</summary>
          <CaseWriting
            id="identity-reason"
            label={t('desk.identity.ask.reason')}
            hint={t('desk.identity.ask.hint')}
            missing={t('desk.identity.ask.missing')}
            button={t('desk.identity.ask.send')}
            working={t('desk.reply.sending')}
            done={t('desk.identity.ask.sent')}
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

/** @param isNext the first one that waits for a custodian: they decide one after the other */
function Request({ request, isNext, ...props }: Props & { request: IdentityRequest; isNext: boolean }) {
  const { view, session, signedIn, text, onText, write, onChanged } = props;
  const { by, day, reason, decision, objection, disclosure, state } = request;
  const isMine = by.id === signedIn.person;
  const stateRef = useKeptFocus<HTMLParagraphElement>(`${state} ${decision?.reason}`);
  return (
    <div class="request">
      <h3>{t('desk.identity.request', { name: by.name, day: formatDay(day) })}</h3>
      <p class="typed" dir="auto">
        {reason}
      </p>
      <Facts
        facts={[
          ...(decision === null
            ? []
            : [{ label: t('desk.identity.decision', { name: decision.by.name }), value: decision.reason }]),
          ...(objection === null ? [] : [{ label: t('desk.identity.objection'), value: objection.reason }]),
        ]}
      />
      {disclosure !== null && disclosure.broken !== null && (
        <Notice kind="danger">
          {t(`desk.identity.broken.${disclosure.broken}`, { name: disclosure.by.name })}
        </Notice>
      )}
      <p ref={stateRef} tabIndex={-1}>
        <strong>{stateOf(request)}</strong>
      </p>
      {signedIn.role === 'custodian' && isNext && (
        <IdentityDecision
          request={request}
          days={view.identity.days}
          reason={text}
          onReason={onText}
          decide={(approved, why) =>
            write(() => session.cases.decideIdentity(view.id, request.id, approved, why))
          }
          onDecided={onChanged}
        />
      )}
      {signedIn.role === 'custodian' && view.identityWork.due.includes(request.id) && (
        <IdentityDisclosure
          name={by.name}
          disclose={() => session.cases.discloseIdentity(view.id, request.id)}
          onDisclosed={onChanged}
        />
      )}
      {isMine && disclosure !== null && disclosure.broken === null && (
        <Opening open={() => session.cases.openIdentity(view.id, request.id)} onChanged={onChanged} />
      )}
    </div>
  );
}

function stateOf({ state, by: to, decision, objection, disclosure, from, opened }: IdentityRequest): string {
  const dayOf = (day: string | null | undefined) => (day ? formatDay(day) : '');
  switch (state) {
    case 'waiting':
      return t('desk.identity.state.waiting');
    case 'refused':
    case 'approved':
      return t(`desk.identity.state.${state}`, {
        by: decision?.by.name ?? '',
        day: dayOf(decision?.day),
        from: dayOf(from),
      });
    case 'objected':
      return t('desk.identity.state.objected', { day: dayOf(objection?.day) });
    case 'disclosed':
      return t('desk.identity.state.disclosed', {
        by: disclosure?.by.name ?? '',
        to: to.name,
        day: dayOf(disclosure?.day),
      });
    case 'opened':
      return t('desk.identity.state.opened', { to: to.name, day: dayOf(opened) });
  }
}

/** Shows a disclosed identity. It lives in this part of the page alone, and goes with it. */
function Opening(props: {
  open: () => Promise<{ view: OpenCase; identity: Identity }>;
  onChanged: (view: OpenCase) => void;
}) {
  const { open, onChanged } = props;
  const [identity, setIdentity] = useState<Identity | null>(null);
  const { busy, failure, run } = useTask();
  const show = async () => {
    const opened = await run(open);
    if (opened === undefined) return;
    setIdentity(opened.identity);
    onChanged(opened.view);
  };
  return (
    <div aria-live="polite">
      {identity === null ? (
        <p class="hint">{t('desk.identity.open.hint')}</p>
      ) : (
        <Facts
          facts={[
            { label: t('desk.identity.name'), value: identity.name },
            { label: t('desk.identity.contact'), value: identity.contact },
          ].filter(({ value }) => value !== '')}
        />
      )}
      {failure !== null && <Notice kind="danger">{t(`failure.${failure}`)}</Notice>}
      <div class="actions">
        {identity === null ? (
          <Button kind="secondary" busy={busy} onClick={() => void show()}>
            {busy ? t('desk.identity.open.working') : t('desk.identity.open')}
          </Button>
        ) : (
          <Button kind="secondary" onClick={() => setIdentity(null)}>
            {t('desk.identity.hide')}
          </Button>
        )}
      </div>
    </div>
  );
}
