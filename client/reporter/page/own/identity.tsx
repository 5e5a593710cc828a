/** The reporter's sealed name: what was given, who asked for it, and giving it later. */
import { useState } from 'preact/hooks';
import { isolate } from '../../../messages/isolate.ts';
import { formatList, t } from '../../../messages/messages.ts';
import { Facts } from '../../../parts/facts.tsx';
import { useKeptFocus } from '../../../parts/kept-focus.ts';
import { IdentityFields, identityProblems } from '../report/identity-fields.tsx';
import { IdentityRules } from '../report/identity.tsx';
import { NameList } from '../frame/name-list.tsx';
import { OwnForm } from '../frame/form.tsx';
import { PeopleChoice } from './people.tsx';
import { Request, type Asked } from './request.tsx';
import { EarlierOriginals, SealingAnew } from './sealing-anew.tsx';

export function OwnIdentity(props: Asked) {
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
      {isReadable && newCustodians.length > 0 && <SealingAnew of="identity" {...props} />}
      {isReadable && requests.length === 0 && <p>{t('own.identity.none')}</p>}
      {(isReadable ? requests : []).map((request) => (
        <Request key={request.id} request={request} {...props} />
      ))}
    </>
  );
}

/** A reporter who stayed anonymous may think again. */
function Giving({ view, guard, typed, onTyped, onView }: Asked) {
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
          {isAnew && <EarlierOriginals view={view} />}
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
