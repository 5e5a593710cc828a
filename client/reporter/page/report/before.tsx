/** What happens to a report, and what is and is not protected. */
import type { Directory, Door } from '../../../../server/api/directory.ts';
import { inLanguage } from '../../../messages/languages.ts';
import { currentLanguage, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { YourRights } from '../frame/rights.tsx';
import { Screen } from '../frame/screen.tsx';

export function BeforePage(props: {
  door: Door;
  policy: Directory['policy'];
  onBack: (() => void) | undefined;
  onNext: () => void;
}) {
  const { door, policy, onBack, onNext } = props;
  const text = inLanguage(door.text, currentLanguage());
  return (
    <Screen title={t('before.title')} onBack={onBack}>
      {text !== '' && <p dir="auto">{text}</p>}
      <p>{t(`before.kind.${door.kind}`)}</p>
      <h2>{t('before.happens')}</h2>
      <ol>
        <li>{t('before.happens.write')}</li>
        <li>{t('before.happens.words')}</li>
        <li>
          {t('before.happens.clock', { acknowledge: policy.acknowledgeDays, feedback: policy.feedbackDays })}
        </li>
      </ol>
      <h2>{t('before.first')}</h2>
      <ul>
        <li>{t('before.not.device')}</li>
        <li>{t('before.not.content')}</li>
      </ul>
      <details>
        <summary>{t('before.more')}</summary>
        <h3>{t('before.protected')}</h3>
        <ul>
          <li>{t('before.protected.text')}</li>
          <li>{t('before.protected.you')}</li>
          <li>{t('before.protected.alone')}</li>
        </ul>
        <h3>{t('before.not')}</h3>
        <ul>
          <li>{t('before.not.network')}</li>
          <li>{t('before.not.words')}</li>
          <li>{t('before.not.page')}</li>
        </ul>
      </details>
      <YourRights />
      <div class="actions">
        <Button onClick={onNext}>{t('step.continue')}</Button>
      </div>
    </Screen>
  );
}
