/** The reporter's sealed name: what was given, who asked for it, what was decided, and a word against it. */
import { useState } from 'preact/hooks';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { isolate } from '../../../messages/isolate.ts';
import { formatList, formatDay, t } from '../../../messages/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { useKeptFocus } from '../../../parts/kept-focus.ts';
import { Notice } from '../../../parts/notice.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { MOST_TEXT } from '../report/draft.ts';
import { IdentityFields, identityProblems } from '../report/identity-fields.tsx';
import { IdentityRules } from '../report/identity.tsx';
import type { Guard } from '../frame/guard.ts';
import { NameList } from '../frame/name-list.tsx';
import type { OwnView } from '../../worker/own-case.ts';
import { OwnForm, OwnLook, textProblem } from '../frame/form.tsx';
import { PeopleChoice } from './people.tsx';

/**
 * What is typed and not sent yet: objections by request, words by what they answer or add to, a name, and how to reach its
 * owner.
 */
export type Typed = Readonly<Record<string, string>>;

interface Props {
  view: OwnView;
  guard: Guard;
  typed: Typed;
  onTyped: (typed: Typed) => void;
  onView: (view: OwnView) => void;
}

export function OwnIdentity(props: Props) {
  const { view } = props;
  const { isGiven } = view.identity;
  const requests = view.identity.requests.filter(({ original }) => original === null);
  const { custodians, newCustodians, custodiansGone } = view;
  const sealedRef = useKeptFocus<HTMLParagraphElement>(`${isGiven} ${custodians.join()}`);
  const isReadable = view.unreadable === null;
  const isOffered = isReadable && (custodians.length > 0 || newCustodians.length > 0);
  if (!isGiven) return isOffered ? <Giving {...props} /> : null;
  return (
    <>
      <h2>{t('own.identity')}</h2>
      <p ref={sealedRef} tabIndex={-1}>
        {custodians.length > 0
          ? t('own.identity.sealed', { names: formatList(custodians) })
          : t('own.identity.orphaned', { names: formatList(custodiansGone) })}
      </p>
      {custodians.length > 0 && custodiansGone.length > 0 && (
        <p class="hint">{t('own.identity.gone', { names: formatList(custodiansGone) })}</p>
      )}
      {view.ownIdentity !== null && (
        <details>
          <summary>{t('own.identity.show')}</summary>
          <Facts
            facts={[
              { label: t('identity.name'), value: view.ownIdentity.name && isolate(view.ownIdentity.name) },
              {
                label: t('identity.contact'),
                value: view.ownIdentity.contact && isolate(view.ownIdentity.contact),
              },
            ].filter(({ value }) => value !== '')}
          />
        </details>
      )}
      {!isReadable && <p>{t('own.unreadable.identity')}</p>}
      {isReadable && newCustodians.length > 0 && <SealingAnew {...props} />}
      {isReadable && requests.length === 0 && <p>{t('own.identity.none')}</p>}
      {(isReadable ? requests : []).map((request) => (
        <Request key={request.id} request={request} {...props} />
      ))}
    </>
  );
}

/** Requests for untouched originals, which go the way of those for the name. */
export function OwnOriginals(props: Props) {
  const { view } = props;
  const requests = view.identity.requests.filter(({ original }) => original !== null);
  if (requests.length === 0) return null;
  return (
    <>
      <h2>{t('own.original')}</h2>
      {view.unreadable !== null && <p>{t('own.unreadable.identity')}</p>}
      {(view.unreadable === null ? requests : []).map((request) => (
        <Request key={request.id} request={request} {...props} />
      ))}
    </>
  );
}

/** A name that some who could open it have left with, for those who are there now. */
function SealingAnew({ view, guard, onView }: Props) {
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const to = picked.filter((id) => view.newCustodians.some((one) => one.id === id));
  return (
    <details>
      <summary>{t('own.identity.anew')}</summary>
      <p>{t('own.identity.anew.why')}</p>
      <OwnForm
        guard={guard}
        check={() => {
          setTried(true);
          return to.length > 0;
        }}
        write={(session) => session.sealAnew(null, to)}
        onWritten={onView}
        onStale={onView}
        button={t('own.identity.anew.do')}
        kind="secondary"
      >
        <PeopleChoice
          id="custodians"
          candidates={view.newCustodians}
          chosen={to}
          error={tried && to.length === 0 ? t('own.people.missing') : undefined}
          onChange={setPicked}
        />
      </OwnForm>
    </details>
  );
}

/** A reporter who stayed anonymous may think again. */
function Giving({ view, guard, typed, onTyped, onView }: Props) {
  const { days } = view.identity;
  const { custodians, newCustodians } = view;
  const [tried, setTried] = useState(false);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const named = { name: typed['name'] ?? '', contact: typed['contact'] ?? '' };
  const problems = identityProblems(named);
  const isAnew = newCustodians.length > 0;
  const to = picked.filter((id) => newCustodians.some((one) => one.id === id));
  const given = { name: named.name.trim(), contact: named.contact.trim() };
  return (
    <>
      <h2>{t('own.identity')}</h2>
      <p>{t('own.identity.absent')}</p>
      <details>
        <summary>{t('identity.named')}</summary>
        <OwnForm
          guard={guard}
          check={() => {
            setTried(true);
            return problems.length === 0 && (!isAnew || to.length > 0);
          }}
          write={(session) => (isAnew ? session.sealAnew(given, to) : session.giveIdentity(given))}
          onWritten={(now) => {
            onView(now);
            const { name: _, contact: __, ...rest } = typed;
            onTyped(rest);
          }}
          onStale={onView}
          button={t('own.identity.give')}
          kind="secondary"
        >
          {isAnew ? (
            <PeopleChoice
              id="custodians"
              candidates={newCustodians}
              chosen={to}
              error={tried && to.length === 0 ? t('own.people.missing') : undefined}
              onChange={setPicked}
            />
          ) : (
            <>
              <p>{t('identity.custodians')}</p>
              <NameList names={custodians} />
            </>
          )}
          <IdentityFields
            named={named}
            errorOf={(field) => (tried ? problems.find(({ id }) => id === field)?.text : undefined)}
            onChange={(part) => onTyped({ ...typed, ...part })}
          />
          <IdentityRules days={days} />
        </OwnForm>
      </details>
    </>
  );
}

function Request({ request, ...props }: Props & { request: IdentityRequest }) {
  const { by, reason, decision, objection, disclosure } = request;
  const stateRef = useKeptFocus<HTMLParagraphElement>(`${request.state} ${objection?.reason}`);
  return (
    <section class="request" aria-labelledby={`request-${request.id}`}>
      <h3 id={`request-${request.id}`}>
        {request.original === null
          ? t('own.identity.request', { name: by.name })
          : t('own.original.request', { name: by.name, file: isolate(fileOf(props.view, request.original)) })}
      </h3>
      <Facts
        facts={[
          { label: t('own.identity.reason'), value: reason },
          ...(decision === null ? [] : [{ label: t('own.identity.decision'), value: decision.reason }]),
          ...(objection === null ? [] : [{ label: t('own.identity.objection'), value: objection.reason }]),
        ]}
      />
      {disclosure !== null && disclosure.broken !== null && (
        <Notice kind="danger">
          {t(`own.${about(request)}.broken.${disclosure.broken}`, { name: disclosure.by.name })}
        </Notice>
      )}
      <p ref={stateRef} tabIndex={-1}>
        <strong>{stateOf(request)}</strong>
      </p>
      {canObject(request) && <Objection request={request} {...props} />}
    </section>
  );
}

const about = ({ original }: IdentityRequest) => (original === null ? 'identity' : 'original');

function fileOf({ items }: OwnView, original: string): string {
  const item = items.find(({ id }) => id === original);
  return item !== undefined && 'sent' in item ? item.sent.name : '';
}

function stateOf(request: IdentityRequest): string {
  const { state, by: to, decision, objection, disclosure, from, opened } = request;
  const dayOf = (day: string | null | undefined) => (day ? formatDay(day) : '');
  switch (state) {
    case 'waiting':
      return t(`own.${about(request)}.state.waiting`);
    case 'refused':
    case 'approved':
      return t(`own.${about(request)}.state.${state}`, {
        by: decision?.by.name ?? '',
        day: dayOf(decision?.day),
        from: dayOf(from),
      });
    case 'objected':
      return t(`own.${about(request)}.state.objected`, { day: dayOf(objection?.day) });
    case 'disclosed':
      return t(`own.${about(request)}.state.disclosed`, {
        by: disclosure?.by.name ?? '',
        to: to.name,
        day: dayOf(disclosure?.day),
      });
    case 'opened':
      return t(`own.${about(request)}.state.opened`, { to: to.name, day: dayOf(opened) });
  }
}

/** Once before a decision, and once after each approval. */
function canObject({ state, objection }: IdentityRequest): boolean {
  return state === 'approved' || (state === 'waiting' && objection === null);
}

function Objection(props: Props & { request: IdentityRequest }) {
  const { request, view, guard, typed, onTyped, onView } = props;
  const id = `objection-${request.id}`;
  const text = typed[request.id] ?? '';
  const onText = (written: string) => onTyped({ ...typed, [request.id]: written });
  const [problem, setProblem] = useState<string | undefined>(undefined);
  return (
    <OwnForm
      guard={guard}
      check={() => {
        const found = textProblem(text, t('own.identity.object.missing'));
        setProblem(found);
        return found === undefined;
      }}
      write={(session) => session.object(request.id, text)}
      onWritten={(now) => {
        onView(now);
        onText('');
      }}
      button={t('own.identity.object')}
      kind="secondary"
    >
      <TextArea
        id={id}
        label={t(`own.${about(request)}.object.label`)}
        hint={t('own.identity.object.hint')}
        value={text}
        onInput={onText}
        rows={3}
        most={MOST_TEXT}
        error={problem}
      />
      <OwnLook
        id={id}
        label={t(`own.${about(request)}.object.label`)}
        heading="h4"
        text={text}
        name={view.ownIdentity?.name ?? ''}
      />
    </OwnForm>
  );
}
