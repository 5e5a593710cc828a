import type { CaseStatus } from '../case/view.ts';
import { t } from '../messages/messages.ts';
import { Tag } from '../parts/tag.tsx';

const TONES = { new: 'new', open: 'calm', assessing: 'busy', investigating: 'busy', closed: 'done' } as const;

export function StatusTag({ status }: { status: CaseStatus }) {
  return <Tag tone={TONES[status]}>{t(`desk.status.${status}`)}</Tag>;
}
