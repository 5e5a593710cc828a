/** Untouched originals of the reporter's files: who asked for them, and whom they are sealed for. */
import { t } from '../../../messages/messages.ts';
import { Request, type Asked } from './request.tsx';
import { SealingAnew } from './sealing-anew.tsx';

export function OwnOriginals(props: Asked) {
  const { identity, newCustodians, unreadable } = props.view;
  const requests = identity.requests.filter(({ original }) => original !== null);
  // Where a name is there, it is sealed anew, and they with it.
  const isForAnew = identity.originals.length > 0 && newCustodians.length > 0 && !identity.isGiven;
  if (requests.length === 0 && !isForAnew) return null;
  return (
    <>
      <h2>{t('own.original')}</h2>
      {unreadable !== null && <p>{t('own.unreadable.identity')}</p>}
      {unreadable === null && isForAnew && <SealingAnew of="original" {...props} />}
      {(unreadable === null ? requests : []).map((request) => (
        <Request key={request.id} request={request} {...props} />
      ))}
    </>
  );
}
