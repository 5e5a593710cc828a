import { useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { TextArea } from '../../../parts/text-area.tsx';
import { MOST_TEXT } from './draft.ts';
import { textProblem } from './unfit.ts';
import { NextButton, Screen } from '../frame/screen.tsx';

export function WritePage(props: {
  text: string;
  onText: (text: string) => void;
  onBack: (() => void) | undefined;
  onNext: () => void;
}) {
  const { text, onText, onBack, onNext } = props;
  const [asked, setAsked] = useState(false);
  const problem = asked ? textProblem(text) : undefined;
  return (
    <Screen
      title={t('write.title')}
      onBack={onBack}
      problems={problem === undefined ? [] : [{ id: 'report', text: problem }]}
      onSubmit={() => {
        setAsked(true);
        if (textProblem(text) === undefined) onNext();
      }}
    >
      <p>{t('write.hint')}</p>
      <TextArea
        id="report"
        label={t('write.label')}
        value={text}
        onInput={onText}
        rows={12}
        most={MOST_TEXT}
        error={problem}
      />
      <NextButton />
    </Screen>
  );
}
