/** A request for what only custodians can open, as officers and custodians see it. */
import { useState } from 'preact/hooks';
import { isolate } from '../../../messages/isolate.ts';
import { nameQuestion } from '../../../case/fold/referral.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import type { Identity } from '../../../case/kinds/identity-box.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { useKeptFocus } from '../../../parts/kept-focus.ts';
import { Notice } from '../../../parts/notice.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { AskedOne } from '../protection/referral-history.tsx';
import { IdentityDecision, IdentityDisclosure } from './decision.tsx';
import { isStopped } from './risk.tsx';
import type { SignedIn } from '../../worker/session/session.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { TaskFailure } from '../frame/task-failure.tsx';
import { useTask } from '../frame/task.ts';

export interface Asking {
  view: OpenCase;
  session: LinkedSession;
  signedIn: SignedIn;
  /** The reason that is being typed, for asking or for deciding. */
  text: string;
  onText: (text: string) => void;
  write: (work: () => Promise<OpenCase>) => Promise<OpenCase>;
  onChanged: (view: OpenCase) => void;
}

/** One request, for the name or for an original, and what this person may do about it. */
export function Request({ request, ...props }: Asking & { request: IdentityRequest }) {
  const { view, session, signedIn, text, onText, write, onChanged } = props;
  const { by, day, reason, disclosure, opened } = request;
  const isMine = by.id === signedIn.person;
  const file = fileOf(view, request);
  // Custodians decide one after the other.
  const undecided = view.identity.requests.find(
    (one) => !one.isGone && (one.state === 'waiting' || one.state === 'objected'),
  );
  return (
    <div class="request">
      <h3>
        {file === null
          ? t('identity.request', { name: by.name, day: formatDay(day) })
          : t('original.request', { name: by.name, day: formatDay(day), file: isolate(file) })}
      </h3>
      {file !== null && signedIn.role === 'custodian' && <p>{t('original.what')}</p>}
      <p class="typed" dir="auto">
        {reason}
      </p>
      <Facts facts={reasonsOf(request)} />
      {disclosure !== null && disclosure.broken !== null && (
        <Notice kind="danger">
          {t(
            isOfName(request)
              ? `identity.broken.${disclosure.broken}`
              : `original.broken.${disclosure.broken}`,
            { name: disclosure.by.name },
          )}
        </Notice>
      )}
      <State request={request} />
      {signedIn.role === 'custodian' && <Asked view={view} request={request} />}
      {signedIn.role === 'custodian' && request.id === undecided?.id && (
        <IdentityDecision
          request={request}
          file={file}
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
          file={file}
          disclose={() => session.cases.discloseIdentity(view.id, request.id)}
          onDisclosed={onChanged}
        />
      )}
      {file === null && isMine && disclosure?.broken === null && (opened !== null || !isStopped(view)) && (
        <Opening open={() => session.cases.openIdentity(view.id, request.id)} onChanged={onChanged} />
      )}
    </div>
  );
}

const isOfName = ({ original }: IdentityRequest) => original === null;

/** The name of the file whose original a request is for; null where it is for the name of the reporter. */
function fileOf({ items }: OpenCase, { original }: IdentityRequest): string | null {
  if (original === null) return null;
  const item = items.find(({ id }) => id === original);
  return item !== undefined && 'sent' in item ? item.sent.name : '';
}

/** Of the last decision, and of an objection. */
function reasonsOf({ decision, objection }: IdentityRequest) {
  const decided = decision && {
    label: t('identity.decision', { name: decision.by.name }),
    value: decision.reason,
    isTyped: true,
  };
  const objected = objection && { label: t('identity.objection'), value: objection.reason, isTyped: true };
  return [decided, objected].filter((fact) => fact !== null);
}

function State({ request }: { request: IdentityRequest }) {
  const { state, decision, disclosure, isGone } = request;
  const stateRef = useKeptFocus<HTMLParagraphElement>(`${state} ${decision?.reason}`);
  return (
    <>
      <p ref={stateRef} tabIndex={-1}>
        <strong>{stateOf(request)}</strong>
      </p>
      {isGone && disclosure !== null && <p>{t('original.state.gone')}</p>}
    </>
  );
}

/** For a custodian: what officers asked the reporter about it, and whether the answer is still to come. */
function Asked({
  view,
  request: { id, by, disclosure, original },
}: {
  view: OpenCase;
  request: IdentityRequest;
}) {
  const asked = nameQuestion(view.protection, by.name);
  const from = view.identityWork.awaited[id];
  if (asked === null) return null;
  return (
    <>
      <ul class="cards">
        <AskedOne question={asked} />
      </ul>
      {from !== undefined && disclosure === null && (
        <Notice kind="warning">
          {t(original === null ? 'identity.risk.awaited' : 'original.risk.awaited', {
            name: by.name,
            day: formatDay(from),
          })}
        </Notice>
      )}
    </>
  );
}

function stateOf(request: IdentityRequest): string {
  const { state, by: to, decision, objection, disclosure, from, opened } = request;
  const dayOf = (day: string | null | undefined) => (day ? formatDay(day) : '');
  if (request.isGone && disclosure === null) return t('original.state.gone');
  switch (state) {
    case 'waiting':
      return t('identity.state.waiting');
    case 'refused':
    case 'approved':
      return t(`identity.state.${state}`, {
        by: decision?.by.name ?? '',
        day: dayOf(decision?.day),
        from: dayOf(from),
      });
    case 'objected':
      return t('identity.state.objected', { day: dayOf(objection?.day) });
    case 'disclosed':
      return t(isOfName(request) ? 'identity.state.disclosed' : 'original.state.disclosed', {
        by: disclosure?.by.name ?? '',
        to: to.name,
        day: dayOf(disclosure?.day),
      });
    case 'opened':
      return t(isOfName(request) ? 'identity.state.opened' : 'original.state.opened', {
        to: to.name,
        day: dayOf(opened),
      });
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
        <p class="hint">{t('identity.open.hint')}</p>
      ) : (
        <Facts
          facts={[
            { label: t('identity.person.name'), value: isolated(identity.name) },
            { label: t('identity.person.contact'), value: isolated(identity.contact) },
          ].filter(({ value }) => value !== '')}
        />
      )}
      <TaskFailure task={{ failure }} said={{ 'not-allowed': t('protection.referral.refused') }} />
      <div class="actions">
        {identity === null ? (
          <Button kind="secondary" busy={busy} onClick={() => void show()}>
            {busy ? t('identity.open.working') : t('identity.open')}
          </Button>
        ) : (
          <Button kind="secondary" onClick={() => setIdentity(null)}>
            {t('identity.hide')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Nothing stays nothing. */
function isolated(text: string): string {
  return text === '' ? '' : isolate(text);
}
