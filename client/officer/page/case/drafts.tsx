/** What an officer typed in a case and did not send. It outlives the case: what can no longer be read goes, this stays. */
import { t } from '../../../messages/messages.ts';
import { Copy } from '../../../parts/copy.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { isTyped, writtenIn, type Typed } from '../protection/typed.ts';

const SINGLE = ['reply', 'reason', 'note', 'identity'] as const;
const KINDS = [...SINGLE, 'original', 'protection'] as const;

export interface CaseDrafts extends Readonly<Record<(typeof SINGLE)[number], string>> {
  /** Why an original is asked for, by file. */
  readonly original: Readonly<Record<string, string>>;
  readonly protection: Typed;
}

export const NO_DRAFTS: CaseDrafts = {
  reply: '',
  reason: '',
  note: '',
  identity: '',
  original: {},
  protection: {},
};

const isWritten = (text: string) => text.trim() !== '';

export function hasDrafts(drafts: CaseDrafts): boolean {
  const reasons = Object.values(drafts.original);
  return [...SINGLE.map((kind) => drafts[kind]), ...reasons].some(isWritten) || isTyped(drafts.protection);
}

/** To be copied, while there is no case to send it in. */
export function KeptDrafts({ drafts }: { drafts: CaseDrafts }) {
  const texts = {
    ...drafts,
    original: Object.values(drafts.original).filter(isWritten).join('\n\n'),
    protection: writtenIn(drafts.protection),
  };
  const kept = KINDS.filter((kind) => isWritten(texts[kind]));
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
