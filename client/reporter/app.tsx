/** The reporter's page: first whose it is, then the way through it. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { readDirectory } from '../../server/api/anyone.ts';
import { parseDirectory } from '../../server/api/directory.ts';
import { createApi } from '../calls/api.ts';
import { failureOf, type FailureCode } from '../calls/failure.ts';
import { t, useLanguage } from '../messages/messages.ts';
import { inLanguage, type Language } from '../messages/languages.ts';
import { Frame } from '../parts/frame.tsx';
import { emptyDraft } from './page/report/draft.ts';
import { FailedPage, LoadingPage, NotReadyPage } from './page/start/early.tsx';
import type { Loaded } from './page/report/sending.ts';
import { Router } from './router.tsx';
import { RightsAt } from './page/frame/rights.tsx';
import { useGuard } from './page/frame/guard.ts';
import { Outdated } from './page/report/outdated.tsx';
import { RefusalPage } from './page/report/refusal.tsx';

const api = createApi();

/** @param authority base64url of the authority's key from the link, or null */
export function App({ authority }: { authority: string | null }) {
  const language = useTitled();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [draft, setDraft] = useState(emptyDraft);
  // Without a printed link there is nothing to prove before the first word is written.
  const [proved, setProved] = useState(authority === null);
  const guard = useGuard(loaded?.signed ?? null, authority);
  const { start } = guard;

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

  const page = () => {
    if (guard.state.at === 'refused') return <RefusalPage pinned={authority !== null} draft={draft} />;
    if (failure === 'not-ready') return <NotReadyPage onRetry={load} />;
    if (failure !== null) return <FailedPage failure={failure} onRetry={load} />;
    if (loaded === null) return <LoadingPage text={t('app.loading')} />;
    if (!proved && guard.state.at === 'failed')
      return <FailedPage failure={guard.state.failure} onRetry={prove} />;
    if (!proved) return <LoadingPage text={t('start.checking')} />;
    return (
      <Router
        directory={loaded.directory}
        pinned={authority !== null}
        guard={guard}
        draft={draft}
        onDraft={setDraft}
        onNewer={setLoaded}
      />
    );
  };
  const directory = proved && loaded !== null ? loaded.directory : null;
  const office = directory === null ? '' : inLanguage(directory.name, language);
  const isOutdated = proved && guard.state.at === 'failed' && guard.state.failure === 'outdated';
  return (
    <Frame office={office}>
      {isOutdated && <Outdated draft={draft} />}
      <RightsAt directory={directory} door={draft.door}>
        {page()}
      </RightsAt>
    </Frame>
  );
}

/** @returns the language that the title of the page is in */
function useTitled(): Language {
  const language = useLanguage();
  useEffect(() => {
    document.title = t('site.title');
  }, [language]);
  return language;
}
