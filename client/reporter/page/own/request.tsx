/** A request for the name or for an untouched original: what was decided, and a word against it. */
import { useState } from 'preact/hooks';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { isolate } from '../../../messages/isolate.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { useKeptFocus } from '../../../parts/kept-focus.ts';
import { Notice } from '../../../parts/notice.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { MOST_TEXT } from '../report/draft.ts';
import type { Guard } from '../frame/guard.ts';
import { OwnForm, OwnLook, textProblem } from '../frame/form.tsx';
import type { OwnView } from '../../worker/own-case.ts';

/**
 * What is typed and not sent yet: objections by request, words by what they answer or add to, a name, and how to reach its
 * owner.
 */
export type Typed = Readonly<Record<string, string>>;

export interface Asked {
  view: OwnView;
  guard: Guard;
  typed: Typed;
  onTyped: (typed: Typed) => void;
  onView: (view: OwnView) => void;
}

export function Request({ request, ...props }: Asked & { request: IdentityRequest }) {
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
      {request.isGone && disclosure !== null && <p>{t('own.original.state.gone')}</p>}
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
  if (request.isGone && disclosure === null) return t('own.original.state.gone');
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
function canObject({ state, objection, isGone }: IdentityRequest): boolean {
  if (isGone) return false;
  return state === 'approved' || (state === 'waiting' && objection === null);
}

function Objection(props: Asked & { request: IdentityRequest }) {
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
