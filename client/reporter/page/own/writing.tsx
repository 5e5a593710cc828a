/** Answering, and adding facts. */
import { useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Radios } from '../../../parts/radios.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { MOST_TEXT } from '../report/draft.ts';
import type { Guard } from '../frame/guard.ts';
import type { OwnView } from '../../worker/own-case.ts';
import { OwnForm, OwnLook, textProblem } from '../frame/form.tsx';

type Kind = 'message' | 'facts';

export function OwnWriting(props: {
  guard: Guard;
  /** Of the writer, where it was given. */
  name: string;
  text: string;
  onText: (text: string) => void;
  onView: (view: OwnView) => void;
}) {
  const { guard, name, text, onText, onView } = props;
  const [kind, setKind] = useState<Kind>('message');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  return (
    <OwnForm
      class="writing"
      guard={guard}
      check={() => {
        const found = textProblem(text, t('own.write.missing'));
        setProblem(found);
        return found === undefined;
      }}
      write={(session) => session.write(kind, text)}
      onWritten={(view) => {
        onView(view);
        onText('');
      }}
      button={t('own.write.send')}
      done={t('own.write.sent')}
    >
      <h2>{t('own.write')}</h2>
      <Radios
        id="kind"
        legend={t('own.write.kind')}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        options={[
          { value: 'message', label: t('own.write.message') },
          { value: 'facts', label: t('own.write.facts') },
        ]}
      />
      <TextArea
        id="text"
        label={t('own.write.label')}
        value={text}
        onInput={onText}
        rows={5}
        most={MOST_TEXT}
        error={problem}
      />
      <OwnLook id="text" label={t('own.write.label')} heading="h3" text={text} name={name} />
    </OwnForm>
  );
}
