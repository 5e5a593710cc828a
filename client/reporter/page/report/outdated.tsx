/** A part of the page is not there any more, so nothing can be sent from it: what was typed is handed over to be kept. */
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Copy } from '../../../parts/copy.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { typedIn, type Draft } from './draft.ts';

export function Outdated({ draft }: { draft: Draft }) {
  const typed = typedIn(draft).join('\n\n');
  return (
    <Notice kind="danger" title={t('failure.title')}>
      <p>{t('failure.outdated')}</p>
      {typed !== '' && (
        <TextArea id="typed" label={t('refusal.text.label')} value={typed} rows={5} readOnly />
      )}
      <div class="actions">
        {typed !== '' && <Copy text={typed} />}
        <Button kind="secondary" onClick={() => location.reload()}>
          {t('outdated.load')}
        </Button>
      </div>
    </Notice>
  );
}
