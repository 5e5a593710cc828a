/**
 * `<LookSection heading="h2" texts={[{ id, label, text, onChange }]} name="…" />`: whoever wants can have looked for
 * what could give them away, before it is sent. What looks is loaded when it is asked for, and nothing waits for it.
 */
import { useState } from 'preact/hooks';
import type { FailureCode } from '../../../calls/failure.ts';
import { loadPart, whyNotStarted } from '../../../calls/missing.ts';
import { addMessages, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import type { LookFindings } from './findings.tsx';
import type { Looked } from './looked.ts';

/** Once loaded, it is there wherever it is offered. */
let loaded: typeof LookFindings | null = null;

export function LookSection(props: {
  heading: 'h2' | 'h3' | 'h4';
  texts: readonly Looked[];
  /** What the writer gave as their name beside the texts, or nothing. */
  name: string;
  /** Looks at once where it was asked to look before. */
  again?: boolean;
}) {
  const { heading: Heading, texts, name, again = false } = props;
  const [shown, setShown] = useState<readonly Looked[] | null>(loaded !== null && again ? texts : null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const open = async () => {
    setBusy(true);
    setFailure(null);
    try {
      loaded ??= await load();
      setShown(texts);
    } catch (error) {
      setFailure(await whyNotStarted(error));
    } finally {
      setBusy(false);
    }
  };
  const Findings = loaded;
  const isOld = shown !== null && written(shown) !== written(texts);
  const id = `look-${texts[0]?.id}`;
  return (
    <section class="look" aria-labelledby={id}>
      <Heading id={id}>{t('look.title')}</Heading>
      {shown === null && <p>{t('look.lead')}</p>}
      {Findings !== null && shown !== null && <Findings texts={shown} name={name} isOld={isOld} />}
      {failure !== null && (
        <Notice kind="warning" title={t('look.failed')}>
          {t(`failure.${failure}`)}
        </Notice>
      )}
      {(shown === null || isOld) && (
        <Button kind="secondary" busy={busy} onClick={() => void open()}>
          {t('look.open')}
        </Button>
      )}
      <output>{busy ? t('app.loading') : ''}</output>
    </section>
  );
}

async function load(): Promise<typeof LookFindings> {
  const [module] = await Promise.all([loadPart(() => import('./findings.tsx')), addMessages('look')]);
  return module.LookFindings;
}

function written(texts: readonly Looked[]): string {
  return texts.map(({ id, text }) => `${id} ${text}`).join('\n');
}
