import { formatDay, t } from '../messages/messages.ts';
import { TextArea } from '../parts/text-area.tsx';
import { authorName } from './case-timeline.tsx';
import { NotesUnreadable } from './case-unreadable.tsx';
import { CaseWriting } from './case-writing.tsx';
import type { OpenCase } from './case-desk.ts';

export function CaseNotes(props: {
  view: OpenCase;
  text: string;
  onText: (text: string) => void;
  add: (text: string) => Promise<OpenCase>;
  onAdded: (view: OpenCase) => void;
}) {
  const { view, text, onText, add, onAdded } = props;
  const { shared, internal } = view.unreadable;
  return (
    <section class="notes" aria-labelledby="notes">
      <h2 id="notes">{t('desk.notes')}</h2>
      <p>
        <strong>{t('desk.notes.private')}</strong>
      </p>
      {view.notes.length === 0 ? (
        <p>{t('desk.notes.none')}</p>
      ) : (
        <ol class="timeline">
          {view.notes.map((note) => (
            <li key={note.seq}>
              <p class="event-head">
                {t('desk.notes.by', { name: authorName(note), day: formatDay(note.day) })}
              </p>
              <p class="typed" dir="auto">
                {'text' in note ? note.text : ''}
              </p>
            </li>
          ))}
        </ol>
      )}
      {internal !== null && <NotesUnreadable found={internal} />}
      {internal !== null && shared === null && text.trim() !== '' && (
        <TextArea id="kept-note" label={t('desk.kept.note')} value={text} rows={5} readOnly />
      )}
      {internal === null && shared === null && (
        <CaseWriting
          id="note"
          label={t('desk.notes.add')}
          missing={t('desk.notes.missing')}
          button={t('desk.notes.save')}
          working={t('desk.notes.saving')}
          done={t('desk.notes.saved')}
          text={text}
          onText={onText}
          write={add}
          onWritten={onAdded}
        />
      )}
    </section>
  );
}
