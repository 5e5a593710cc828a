import type { Today } from '../../../case/kinds/days.ts';
import { StampDaysNotice } from '../../../clock/notices.tsx';
import { t } from '../../../messages/messages.ts';
import { TextArea } from '../../../parts/text-area.tsx';
import { TimelineItem } from '../entries/timeline.tsx';
import { NotesUnreadable } from './unreadable.tsx';
import { CaseWriting } from '../entries/writing.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';

export function CaseNotes(props: {
  view: OpenCase;
  today: Today;
  text: string;
  onText: (text: string) => void;
  add: (text: string) => Promise<OpenCase>;
  onAdded: (view: OpenCase) => void;
}) {
  const { view, today, text, onText, add, onAdded } = props;
  const { shared, internal } = view.unreadable;
  return (
    <section class="notes" aria-labelledby="notes">
      <h2 id="notes">{t('case.notes')}</h2>
      <p>
        <strong>{t('case.notes.private')}</strong>
      </p>
      {view.notes.length === 0 ? (
        <p>{t('case.notes.none')}</p>
      ) : (
        <ol class="timeline">
          {view.notes.map((note) => (
            <TimelineItem key={note.seq} item={note} />
          ))}
        </ol>
      )}
      <StampDaysNotice days={view.noteDays} today={today} />
      {internal !== null && <NotesUnreadable found={internal} />}
      {internal !== null && shared === null && text.trim() !== '' && (
        <TextArea id="kept-note" label={t('case.kept.note')} value={text} rows={5} readOnly />
      )}
      {internal === null && shared === null && (
        <CaseWriting
          id="note"
          label={t('case.notes.add')}
          missing={t('case.notes.missing')}
          button={t('case.notes.save')}
          working={t('case.notes.saving')}
          done={t('case.notes.saved')}
          text={text}
          onText={onText}
          write={add}
          onWritten={onAdded}
        />
      )}
    </section>
  );
}
