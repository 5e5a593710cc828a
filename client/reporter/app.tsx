/** The reporter's page: first whose it is, then the way through it. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { SignedDirectory } from '../../crypto/directory.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { parseDirectory, type Directory } from '../../server/api/directory.ts';
import { createApi } from '../api.ts';
import { failureOf, type FailureCode } from '../failure.ts';
import { t, useLanguage } from '../messages/messages.ts';
import { inLanguage } from '../messages/languages.ts';
import { Frame } from '../parts/frame.tsx';
import { emptyDraft } from './draft.ts';
import { FailedPage, LoadingPage, NotReadyPage } from './early-pages.tsx';
import { Line } from './line.tsx';
import { useLock } from './lock.ts';
import { RefusalPage } from './refusal-page.tsx';

const api = createApi();

interface Loaded {
  readonly signed: SignedDirectory;
  readonly directory: Directory;
}

/** @param authority base64url of the authority's key from the link, or null */
export function App({ authority }: { authority: string | null }) {
  const language = useLanguage();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [draft, setDraft] = useState(emptyDraft);
  // Without a printed link there is nothing to prove before the first word is written.
  const [proved, setProved] = useState(authority === null);
  const lock = useLock(loaded?.signed ?? null, authority);
  const { start } = lock;

  const load = useCallback(async () => {
    setFailure(null);
    try {
      const signed = await api.call(readDirectory, {});
      const directory = parseDirectory(signed.text);
      if (directory === null) setFailure('bad-answer');
      else setLoaded({ signed, directory });
    } catch (error) {
      setFailure(failureOf(error));
    }
  }, []);
  const prove = useCallback(async () => {
    if ((await start()) !== null) setProved(true);
  }, [start]);

  useEffect(() => void load(), [load]);
  useEffect(() => {
    if (!proved && loaded !== null) void prove();
  }, [proved, loaded, prove]);
  useEffect(() => {
    document.title = t('site.title');
  }, [language]);

  const page = () => {
    if (lock.state.at === 'refused') return <RefusalPage pinned={authority !== null} draft={draft} />;
    if (failure === 'not-ready') return <NotReadyPage onRetry={load} />;
    if (failure !== null) return <FailedPage failure={failure} onRetry={load} />;
    if (loaded === null) return <LoadingPage text={t('app.loading')} />;
    if (!proved && lock.state.at === 'failed') return <FailedPage failure="offline" onRetry={prove} />;
    if (!proved) return <LoadingPage text={t('start.checking')} />;
    return (
      <Line
        directory={loaded.directory}
        pinned={authority !== null}
        lock={lock}
        draft={draft}
        onDraft={setDraft}
      />
    );
  };
  const office = loaded === null || !proved ? '' : inLanguage(loaded.directory.name, language);
  return <Frame office={office}>{page()}</Frame>;
}
