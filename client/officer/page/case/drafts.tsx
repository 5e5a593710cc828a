/** What an officer typed in a case and did not send. It outlives the case: what can no longer be read goes, this stays. */
import { t } from '../../../messages/messages.ts';
import { Copy } from '../../../parts/copy.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { isTyped, writtenIn, type Typed } from '../protection/typed.ts';

const KINDS = ['reply', 'reason', 'note', 'identity', 'original'] as const;

export interface CaseDrafts extends Readonly<Record<(typeof KINDS)[number], string>> {
  readonly protection: Typed;
}

export const NO_DRAFTS: CaseDrafts = {
  reply: '',
  reason: '',
  note: '',
  identity: '',
  original: '',
  protection: {},
};

export function hasDrafts(drafts: CaseDrafts): boolean {
  return KINDS.some((kind) => drafts[kind].trim() !== '') || isTyped(drafts.protection);
}

/** To be copied, while there is no case to send it in. */
export function KeptDrafts({ drafts }: { drafts: CaseDrafts }) {
  const texts = { ...drafts, protection: writtenIn(drafts.protection) };
  const kept = ([...KINDS, 'protection'] as const).filter((kind) => texts[kind].trim() !== '');
  if (kept.length === 0) return null;
  return (
    <section aria-labelledby="kept">
      <h2 id="kept">{t('case.kept')}</h2>
      <p>{t('case.kept.text')}</p>
      {kept.map((kind) => (
        <TextArea
          key={kind}
          id={`kept-${kind}`}
          label={t(`case.kept.${kind}`)}
          value={texts[kind]}
          rows={5}
          readOnly
        />
      ))}
      <Copy text={kept.map((kind) => texts[kind]).join('\n\n')} />
    </section>
  );
}
