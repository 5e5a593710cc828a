/** A failure in words; when it accuses the server, also what that means and what to do. */
import type { ComponentChildren } from 'preact';
import type { FailureCode } from '../failure.ts';
import { t } from '../messages/messages.ts';
import { Notice } from '../parts/notice.tsx';

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

export function FailureNotice(props: { failure: FailureCode; children?: ComponentChildren }) {
  const { failure, children } = props;
  if (!ACCUSING.has(failure)) {
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
