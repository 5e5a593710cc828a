/** Whom else a reporter can turn to, and what protects them: at hand wherever a step is late or fails. */
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Directory, Door } from '../../../../server/api/directory.ts';
import { loadPart } from '../../../calls/missing.ts';
import { t } from '../../../messages/messages.ts';
import { RightsLink } from './rights-link.tsx';
import type { RightsSaid } from './rights-said.tsx';

const RightsHere = createContext<Door | undefined>(undefined);

/** Around what has them at hand, wherever a step fails. @param props.directory null before it is known whose it is */
export function RightsAt(props: { directory: Directory | null; door: string; children: ComponentChildren }) {
  const { directory, door, children } = props;
  const doors = directory?.doors ?? [];
  const here = doors.find(({ id }) => id === door) ?? doors[0];
  return <RightsHere.Provider value={here}>{children}</RightsHere.Provider>;
}

/**
 * Folded; what is in it is loaded when it is wanted, and until then, or if it never comes, is a text away.
 * @param props.open where the office says whom to call: the law alone would stand before what can be done
 */
export function YourRights(props: { open?: boolean }) {
  const here = useContext(RightsHere);
  const open = props.open === true && (here?.rights?.contacts.length ?? 0) > 0;
  const [said, setSaid] = useState<{ of: typeof RightsSaid } | null>(null);
  const load = () =>
    void loadPart(() => import('./rights-said.tsx')).then(
      ({ RightsSaid: of }) => setSaid({ of }),
      () => undefined,
    );
  useEffect(() => {
    if (open) load();
  }, [open]);
  return (
    here && (
      <details open={open} onToggle={load}>
        <summary>{t('rights.title')}</summary>
        {said === null ? <RightsLink /> : <said.of door={here} />}
      </details>
    )
  );
}
