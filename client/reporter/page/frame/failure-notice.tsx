/** A failure in words; when it accuses the server, also what that means and what to do. */
import type { ComponentChildren } from 'preact';
import type { FailureCode } from '../../../calls/failure.ts';
import { t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import { YourRights } from './rights.tsx';

/** What a page can only be shown by a server that is broken or dishonest. */
const ACCUSING: ReadonlySet<FailureCode> = new Set([
  'malformed',
  'tampered',
  'bad-signature',
  'bad-commitment',
  'broken-chain',
  'wrong-case',
  'unknown-author',
  'bad-stamp',
  'rolled-back',
  'wrong-authority',
]);

export function isAccusing(failure: FailureCode): boolean {
  return ACCUSING.has(failure);
}

/** Whoever gets no further here learns who else there is. */
export function FailureNotice(props: { failure: FailureCode; children?: ComponentChildren }) {
  return (
    <>
      <What {...props} />
      <YourRights />
    </>
  );
}

function What(props: { failure: FailureCode; children?: ComponentChildren }) {
  const { failure, children } = props;
  if (failure === 'rolled-back') {
    return (
      <Notice kind="danger" title={t('own.older.title')}>
        <p>{t('failure.rolled-back')}</p>
        <p>{t('own.older.do')}</p>
      </Notice>
    );
  }
  if (!isAccusing(failure)) {
    return (
      <Notice kind="danger" title={t('failure.title')}>
        <p>{t(`failure.${failure}`)}</p>
        {children}
      </Notice>
    );
  }
  return (
    <Notice kind="danger" title={t('own.distrust.title')}>
      <p>{t(`failure.${failure}`)}</p>
      <p>{t('own.distrust.meaning')}</p>
      <p>{t('own.distrust.do')}</p>
    </Notice>
  );
}
