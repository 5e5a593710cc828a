/** Instead of everything else, when the page is not of the office it should be of. */
import { t } from '../../../messages/messages.ts';
import { Copy } from '../../../parts/copy.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { hasText, typedIn, type Draft } from './draft.ts';
import { Screen } from '../frame/screen.tsx';

export function RefusalPage({ pinned, draft }: { pinned: boolean; draft: Draft }) {
  const typed = typedIn(draft).join('\n\n');
  return (
    <Screen title={t('refusal.title')}>
      <Notice kind="danger">{t(pinned ? 'refusal.poster' : 'refusal.altered')}</Notice>
      <p>{t('refusal.sent')}</p>
      <p>{t('refusal.do')}</p>
      {hasText(draft) && (
        <>
          <p>{t('refusal.text')}</p>
          <TextArea id="typed" label={t('refusal.text.label')} value={typed} rows={8} readOnly />
          <Copy text={typed} />
        </>
      )}
    </Screen>
  );
}
