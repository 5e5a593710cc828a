import { t } from '../../../messages/messages.ts';
import type { SendStep } from '../../worker/session.ts';
import { Screen } from '../frame/screen.tsx';

const STEPS: readonly SendStep[] = ['sealing', 'sending', 'confirming'];

export function SendPage({ step }: { step: SendStep }) {
  const now = STEPS.indexOf(step);
  return (
    <Screen title={t('send.title')}>
      <p>{t('send.wait')}</p>
      <ol class="progress" aria-live="polite">
        {STEPS.map((one, i) => {
          const state = i < now ? 'done' : i === now ? 'now' : 'later';
          return (
            <li key={one} class={state} aria-current={state === 'now' ? 'step' : undefined}>
              {t(`send.${one}`)} <span class="hint">({t(`send.state.${state}`)})</span>
            </li>
          );
        })}
      </ol>
    </Screen>
  );
}
