/** The reporter's sealed name: what was given, who asked for it, what was decided, and a word against it. */
import { useState } from 'preact/hooks';
import type { IdentityRequest } from '../case/identity.ts';
import { formatList, formatDay, t } from '../messages/messages.ts';
import { Facts } from '../parts/facts.tsx';
import { useKeptFocus } from '../parts/kept-focus.ts';
import { Notice } from '../parts/notice.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { MOST_TEXT } from './draft.ts';
import { IdentityFields, identityProblems } from './identity-fields.tsx';
import { IdentityRules } from './identity-page.tsx';
import type { Lock } from './lock.ts';
import { NameList } from './name-list.tsx';
import type { OwnView } from './own-case.ts';
import { OwnForm, textProblem } from './own-form.tsx';

/** What is typed and not sent yet: objections by request, a name, and how to reach its owner. */
export type Typed = Readonly<Record<string, string>>;

interface Props {
  view: OwnView;
  lock: Lock;
  typed: Typed;
  onTyped: (typed: Typed) => void;
  onView: (view: OwnView) => void;
}

export function OwnIdentity(props: Props) {
  const { view } = props;
  const { isGiven, custodians, requests } = view.identity;
  const sealedRef = useKeptFocus<HTMLParagraphElement>(String(isGiven));
  const isReadable = view.unreadable === null;
  if (!isGiven && (custodians.length === 0 || !isReadable)) return null;
  if (!isGiven) return <Giving {...props} />;
  const names = formatList(custodians.map(({ name }) => name));
  return (
    <>
      <h2>{t('own.identity')}</h2>
      <p ref={sealedRef} tabIndex={-1}>
        {t('own.identity.sealed', { names })}
      </p>
      {view.ownIdentity !== null && (
        <details>
          <summary>{t('own.identity.show')}</summary>
          <Facts
            facts={[
              { label: t('identity.name'), value: view.ownIdentity.name },
              { label: t('identity.contact'), value: view.ownIdentity.contact },
            ].filter(({ value }) => value !== '')}
          />
        </details>
      )}
      {!isReadable && <p>{t('own.unreadable.identity')}</p>}
      {isReadable && requests.length === 0 && <p>{t('own.identity.none')}</p>}
      {(isReadable ? requests : []).map((request) => (
        <Request key={request.id} request={request} {...props} />
      ))}
    </>
  );
}

/** A reporter who stayed anonymous may think again. */
function Giving({ view, lock, typed, onTyped, onView }: Props) {
  const { custodians, days } = view.identity;
  const [tried, setTried] = useState(false);
  const named = { name: typed['name'] ?? '', contact: typed['contact'] ?? '' };
  const problems = identityProblems(named);
  return (
    <>
      <h2>{t('own.identity')}</h2>
      <p>{t('own.identity.absent')}</p>
      <details>
        <summary>{t('identity.named')}</summary>
        <p>{t('identity.custodians')}</p>
        <NameList names={custodians.map(({ name }) => name)} />
        <IdentityRules days={days} />
        <OwnForm
          lock={lock}
          check={() => {
            setTried(true);
            return problems.length === 0;
          }}
          write={(session) =>
            session.giveIdentity({ name: named.name.trim(), contact: named.contact.trim() })
          }
          onWritten={(now) => {
            onView(now);
            onTyped({});
          }}
          button={t('own.identity.give')}
          kind="secondary"
        >
          <IdentityFields
            named={named}
            errorOf={(field) => (tried ? problems.find(({ id }) => id === field)?.text : undefined)}
            onChange={(part) => onTyped({ ...typed, ...part })}
          />
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
      <h3 id={`request-${request.id}`}>{t('own.identity.request', { name: by.name })}</h3>
      <Facts
        facts={[
          { label: t('own.identity.reason'), value: reason },
          ...(decision === null ? [] : [{ label: t('own.identity.decision'), value: decision.reason }]),
          ...(objection === null ? [] : [{ label: t('own.identity.objection'), value: objection.reason }]),
        ]}
      />
      {disclosure !== null && disclosure.broken !== null && (
        <Notice kind="danger">
          {t(`own.identity.broken.${disclosure.broken}`, { name: disclosure.by.name })}
        </Notice>
      )}
      <p ref={stateRef} tabIndex={-1}>
        <strong>{stateOf(request)}</strong>
      </p>
      {canObject(request) && <Objection request={request} {...props} />}
    </section>
  );
}

function stateOf({ state, by: to, decision, objection, disclosure, from, opened }: IdentityRequest): string {
  const dayOf = (day: string | null | undefined) => (day ? formatDay(day) : '');
  switch (state) {
    case 'waiting':
      return t('own.identity.state.waiting');
    case 'refused':
    case 'approved':
      return t(`own.identity.state.${state}`, {
        by: decision?.by.name ?? '',
        day: dayOf(decision?.day),
        from: dayOf(from),
      });
    case 'objected':
      return t('own.identity.state.objected', { day: dayOf(objection?.day) });
    case 'disclosed':
      return t('own.identity.state.disclosed', {
        by: disclosure?.by.name ?? '',
        to: to.name,
        day: dayOf(disclosure?.day),
      });
    case 'opened':
      return t('own.identity.state.opened', { to: to.name, day: dayOf(opened) });
  }
}

/** Once before a decision, and once after each approval. */
function canObject({ state, objection }: IdentityRequest): boolean {
  return state === 'approved' || (state === 'waiting' && objection === null);
}

function Objection(props: Props & { request: IdentityRequest }) {
  const { request, lock, typed, onTyped, onView } = props;
  const text = typed[request.id] ?? '';
  const onText = (written: string) => onTyped({ ...typed, [request.id]: written });
  const [problem, setProblem] = useState<string | undefined>(undefined);
  return (
    <OwnForm
      lock={lock}
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
        id={`objection-${request.id}`}
        label={t('own.identity.object.label')}
        hint={t('own.identity.object.hint')}
        value={text}
        onInput={onText}
        rows={3}
        most={MOST_TEXT}
        error={problem}
      />
    </OwnForm>
  );
}
