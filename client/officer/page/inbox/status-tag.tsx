import type { CaseStatus } from '../../../case/fold/view.ts';
import { t } from '../../../messages/messages.ts';
import { Tag } from '../../../parts/tag.tsx';

const TONES = { new: 'new', open: 'calm', assessing: 'busy', investigating: 'busy', closed: 'done' } as const;

export function StatusTag({ status }: { status: CaseStatus }) {
  return <Tag tone={TONES[status]}>{t(`case.status.${status}`)}</Tag>;
}
