import { useState } from 'preact/hooks';
import type { Door } from '../../../../server/api/directory.ts';
import { inLanguage } from '../../../messages/languages.ts';
import { currentLanguage, t } from '../../../messages/messages.ts';
import { Radios } from '../../../parts/radios.tsx';
import { NextButton, Screen } from '../frame/screen.tsx';

export function DoorsPage(props: {
  doors: readonly Door[];
  chosen: string;
  onChoose: (id: string) => void;
  onBack: (() => void) | undefined;
  onNext: () => void;
}) {
  const { doors, chosen, onChoose, onBack, onNext } = props;
  const [missing, setMissing] = useState(false);
  const language = currentLanguage();
  const problem = missing && chosen === '' ? t('doors.missing') : undefined;
  return (
    <Screen
      title={t('doors.title')}
      onBack={onBack}
      problems={problem === undefined ? [] : [{ id: 'door', text: problem }]}
      onSubmit={() => {
        setMissing(true);
        if (chosen !== '') onNext();
      }}
    >
      <Radios
        id="door"
        legend={t('doors.title')}
        legendHidden
        hint={t('doors.hint')}
        error={problem}
        value={chosen}
        onChange={onChoose}
        options={doors.map((door) => ({
          value: door.id,
          label: inLanguage(door.title, language),
          hint: t(`doors.${door.kind}`),
        }))}
      />
      <NextButton />
    </Screen>
  );
}
