/** On top of the own case: what has just arrived, help in danger, and what is asked of the reporter. */
import { useState } from 'preact/hooks';
import '../../../style/table.css';
import './protection.css';
import { suggestionsOf } from '../../../case/fold/suggestion.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { useKeptFocus } from '../../../parts/kept-focus.ts';
import { Notice } from '../../../parts/notice.tsx';
import { Questions } from './answers.tsx';
import { CheckInCard, Suggestions } from './check-in.tsx';
import { draftWith } from './incident-form.ts';
import type { Arrived, RoomProps } from './room.ts';

export function ProtectionFront(
  props: RoomProps & {
    arrived: Arrived | null;
    typed: Readonly<Record<string, string>>;
    onTyped: (id: string, text: string) => void;
    onFiles: (incident: string) => void;
  },
) {
  const { view, arrived, kept, onKept, onGo, onFiles } = props;
  const newest = view.protection.incidents.at(-1);
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const suggestions = suggestionsOf(view.items);
  const open = suggestions.filter(({ field }) => !dropped.includes(field));
  const topRef = useKeptFocus<HTMLDivElement>(`${arrived} ${view.length} ${open.length}`);
  if (view.unreadable !== null) return null;
  return (
    <>
      <div ref={topRef} tabIndex={-1}>
        {arrived !== null && (
          <Notice kind="success">
            <p>{t(`keep.arrived.${arrived}`)}</p>
            {arrived === 'incident' && newest !== undefined && (
              <Button kind="quiet" onClick={() => onFiles(newest.id)}>
                {t('keep.incident.files')}
              </Button>
            )}
          </Notice>
        )}
      </div>
      <div class="actions">
        <Button kind="secondary" onClick={() => onGo('danger')}>
          {t('keep.danger')}
        </Button>
      </div>
      <CheckInCard {...props} />
      <Suggestions
        suggestions={open}
        onTell={(one) => {
          onKept({ ...kept, incident: draftWith(one, kept.incident) });
          onGo('incident');
        }}
        onDrop={(one) => setDropped([...dropped, one.field])}
      />
      <Questions {...props} />
    </>
  );
}
