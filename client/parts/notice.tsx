/**
 * `<Notice kind="info|success|warning|danger" title>text or elements</Notice>`
 *
 * `danger` interrupts a screen reader and `success` waits for its turn; the other two stand in the text.
 */
import type { ComponentChildren } from 'preact';
import { t } from '../messages/messages.ts';

export type NoticeKind = 'info' | 'success' | 'warning' | 'danger';

const MARKS: Readonly<Record<NoticeKind, string>> = { info: 'i', success: '✓', warning: '!', danger: '!' };
const ROLES = { info: undefined, success: 'status', warning: undefined, danger: 'alert' } as const;

export function Notice(props: { kind: NoticeKind; title?: string | undefined; children: ComponentChildren }) {
  const { kind, title, children } = props;
  return (
    <div class={`notice ${kind}`} role={ROLES[kind]}>
      <span class="mark" aria-hidden="true">
        {MARKS[kind]}
      </span>
      <div>
        {title === undefined ? (
          <span class="visually-hidden">{t(`notice.${kind}`)}: </span>
        ) : (
          <p>
            <strong>{title}</strong>
          </p>
        )}
        {typeof children === 'string' ? <p>{children}</p> : children}
      </div>
    </div>
  );
}
