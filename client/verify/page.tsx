/** A proof is opened, and the page says whether it is true. */
import { useState } from 'preact/hooks';
import { ready } from '../../crypto/sodium.ts';
import { t, useLanguage } from '../messages/messages.ts';
import { Heading } from '../parts/heading.tsx';
import { LanguagePicker } from '../parts/language-picker.tsx';
import { Notice } from '../parts/notice.tsx';
import { Shell } from '../parts/shell.tsx';
import { ProofSheet } from '../proof/page/sheet.tsx';
import { loadSodium } from '../sodium/load.ts';
import { verdictOn, type Verdict } from './verdict.ts';

const PARTS = ['common', 'verify'] as const;

/** @param isSaved whether it is a copy on somebody's own device */
export function VerifyPage({ isSaved }: { isSaved: boolean }) {
  useLanguage();
  const { state, check } = useChecking();
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    void check(event.dataTransfer?.files[0]);
  };
  return (
    <Shell name={t('verify.title')} tools={<LanguagePicker parts={PARTS} />}>
      <div onDragOver={(event) => event.preventDefault()} onDrop={dropped}>
        <Heading>{t('verify.title')}</Heading>
        <p>{t('verify.what')}</p>
        <p>
          <label for="proof-file">{t('verify.file')}</label>
          <br />
          <input
            id="proof-file"
            type="file"
            accept=".html,.json,text/html,application/json"
            onChange={(event) => void check(event.currentTarget.files?.[0])}
          />
        </p>
        <p class="hint">{t('verify.choose')}</p>
        <div aria-live="polite">
          {state === 'checking' && <p>{t('verify.checking')}</p>}
          {state === 'unreadable' && <Notice kind="danger">{t('verify.unreadable')}</Notice>}
          {state !== null && typeof state === 'object' && <Told verdict={state} />}
        </div>
        {!isSaved && (
          <>
            <h2>{t('verify.kept')}</h2>
            <p>{t('verify.kept.text')}</p>
            <p>
              <a href="/verify/offline.html" download="verify.html">
                {t('verify.download')}
              </a>
            </p>
          </>
        )}
      </div>
    </Shell>
  );
}

function useChecking() {
  const [state, setState] = useState<Verdict | 'checking' | 'unreadable' | null>(null);
  const check = async (file: File | undefined) => {
    if (file === undefined) return;
    setState('checking');
    try {
      await ready(loadSodium);
      setState(verdictOn(new Uint8Array(await file.arrayBuffer())));
    } catch {
      setState('unreadable');
    }
  };
  return { state, check };
}

function Told({ verdict }: { verdict: Verdict }) {
  if (verdict.is === 'newer') return <Notice kind="warning">{t('verify.newer')}</Notice>;
  if (verdict.is === 'false') {
    return (
      <>
        <Notice kind="danger" title={t('verify.false')}>
          {t('verify.false.text')}
        </Notice>
        <details>
          <summary>{t('verify.why')}</summary>
          <p>{t(`verify.${verdict.reason}`)}</p>
        </details>
      </>
    );
  }
  const isTrue = verdict.is === 'true';
  return (
    <>
      <Notice kind={isTrue ? 'success' : 'warning'} title={t(isTrue ? 'verify.true' : 'verify.open')}>
        {t(isTrue ? 'verify.true.text' : 'verify.open.text')}
      </Notice>
      <ProofSheet told={verdict.told} />
    </>
  );
}
