/** `useOnline()`: whether the device has a network. `<Offline />` says when it has none. */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import { Notice } from './notice.tsx';

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    look();
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  }, []);
  return online;
}

export function Offline() {
  const online = useOnline();
  return <div aria-live="polite">{!online && <Notice kind="warning">{t('app.offline')}</Notice>}</div>;
}
