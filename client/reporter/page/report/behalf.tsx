/** For whom the report is, and whether that person gets words of their own. */
import { consents } from '../../../case/kinds/choices.ts';
import { t } from '../../../messages/messages.ts';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { Radios } from '../../../parts/radios.tsx';
import type { Draft } from './draft.ts';
import { NextButton, Screen } from '../frame/screen.tsx';

const BEHALF = ['self', ...consents] as const;

export function BehalfPage(props: {
  draft: Pick<Draft, 'behalf' | 'second'>;
  onChange: (part: Partial<Pick<Draft, 'behalf' | 'second'>>) => void;
  onBack: (() => void) | undefined;
  onNext: () => void;
}) {
  const { draft, onChange, onBack, onNext } = props;
  return (
    <Screen title={t('behalf.title')} onBack={onBack} onSubmit={onNext}>
      <Radios
        id="behalf"
        legend={t('behalf.title')}
        legendHidden
        hint={t('behalf.hint')}
        options={BEHALF.map((value) => ({ value, label: t(`behalf.${value}`) }))}
        value={draft.behalf}
        onChange={(behalf) => onChange({ behalf })}
      />
      {draft.behalf !== 'self' && (
        <>
          <p>{t('behalf.careful')}</p>
          <Checkbox
            id="second"
            label={t('behalf.second')}
            hint={t('behalf.second.hint')}
            checked={draft.second}
            onChange={(second) => onChange({ second })}
          />
        </>
      )}
      <NextButton />
    </Screen>
  );
}
