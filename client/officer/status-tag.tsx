import type { CaseStatus } from '../case/view.ts';
import { t } from '../messages/messages.ts';

export function StatusTag({ status }: { status: CaseStatus }) {
  return <span class={`tag tag-${status}`}>{t(`desk.status.${status}`)}</span>;
}
