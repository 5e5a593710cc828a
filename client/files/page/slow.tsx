/** Without WebAssembly a file is locked slowly: how long it will take is said before anything begins. */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../messages/messages.ts';
import { webAssemblyRuns } from '../../sodium/runs.ts';

/** Bytes a second that one thread seals without WebAssembly, as measured in Firefox ESR without its compiler. */
const SPEED = 900_000;

/** Threads that such a device surely has free for it. */
const THREADS = 2;

/** Seconds about which nobody needs to be told. */
const SHORT = 30;

export function SlowFile({ size }: { size: number }) {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => void webAssemblyRuns().then((runs) => setIsSlow(!runs)), []);
  const seconds = size / (SPEED * Math.min(THREADS, navigator.hardwareConcurrency || 1));
  if (!isSlow || seconds < SHORT) return null;
  return <p>{t('files.slow', { minutes: Math.max(1, Math.ceil(seconds / 60)) })}</p>;
}
