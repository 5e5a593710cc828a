/** What an officer typed in a case and did not send. It outlives the case: what can no longer be read goes, this stays. */
import { t } from '../messages/messages.ts';
import { Copy } from '../parts/copy.tsx';
import { TextArea } from '../parts/text-area.tsx';

const KINDS = ['reply', 'reason', 'note', 'identity'] as const;

export type CaseDrafts = Readonly<Record<(typeof KINDS)[number], string>>;

export const NO_DRAFTS: CaseDrafts = { reply: '', reason: '', note: '', identity: '' };

export function hasDrafts(drafts: CaseDrafts): boolean {
  return KINDS.some((kind) => drafts[kind].trim() !== '');
}

/** To be copied, while there is no case to send it in. */
export function KeptDrafts({ drafts }: { drafts: CaseDrafts }) {
  const kept = KINDS.filter((kind) => drafts[kind].trim() !== '');
  if (kept.length === 0) return null;
  return (
    <section aria-labelledby="kept">
      <h2 id="kept">{t('desk.kept')}</h2>
      <p>{t('desk.kept.text')}</p>
      {kept.map((kind) => (
        <TextArea
          key={kind}
          id={`kept-${kind}`}
          label={t(`desk.kept.${kind}`)}
          value={drafts[kind]}
          rows={5}
          readOnly
        />
      ))}
      <Copy text={kept.map((kind) => drafts[kind]).join('\n\n')} />
    </section>
  );
}
