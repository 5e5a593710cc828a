/** The passkeys of an account, and whether they count only together with the passphrase. */
import { useEffect, useState } from 'preact/hooks';
import { formatDay, formatNumber, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { LoadError } from '../../../parts/load-error.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { LIMITS } from '../../../../server/api/limits.ts';
import type { OwnPasskeysTask } from './own-passkeys.ts';
import type { OwnPasskeys } from '../../worker/account/own-passkeys.ts';
import type { OwnPasskey } from '../../worker/account/passkeys.ts';
import { passkeysWork } from '../secret/passkey-ceremony.ts';

export function AccountPasskeys(props: {
  passkeys: OwnPasskeysTask;
  onAdd: () => void;
  onRename: (passkey: OwnPasskey) => void;
  onRemove: (passkey: OwnPasskey) => void;
  onTurn: (mode: OwnPasskeys['mode']) => void;
}) {
  const { own, task, read } = props.passkeys;
  return (
    <section aria-labelledby="passkeys">
      <h2 id="passkeys">{t('account.passkeys')}</h2>
      <p>{t('account.passkeys.text')}</p>
      {task.failure !== null && (
        <LoadError text={t(`failure.${task.failure}`)} busy={task.busy} onRetry={read} />
      )}
      {own === null && task.busy && <Progress label={t('account.passkeys.reading')} />}
      {own !== null && <List {...props} own={own} />}
    </section>
  );
}

function List(props: {
  own: OwnPasskeys;
  onAdd: () => void;
  onRename: (passkey: OwnPasskey) => void;
  onRemove: (passkey: OwnPasskey) => void;
  onTurn: (mode: OwnPasskeys['mode']) => void;
}) {
  const { own, onAdd, onRename, onRemove, onTurn } = props;
  const { mode, passkeys } = own;
  const [work, setWork] = useState<boolean | null>(null);
  useEffect(() => void passkeysWork().then(setWork), []);
  const isOnly = mode === 'both' && passkeys.length === 1;
  const isFull = passkeys.length >= LIMITS.passkeys;
  return (
    <>
      {passkeys.length === 0 && <p>{t('account.passkeys.none')}</p>}
      {passkeys.length > 0 && (
        <ul class="cards">
          {passkeys.map((passkey) => (
            <Passkey
              key={passkey.id}
              passkey={passkey}
              isOnly={isOnly}
              onRename={() => onRename(passkey)}
              onRemove={() => onRemove(passkey)}
            />
          ))}
        </ul>
      )}
      {work === false && <Notice kind="info">{t('account.passkeys.unfit')}</Notice>}
      {isFull && <p>{t('account.passkeys.full', { most: formatNumber(LIMITS.passkeys) })}</p>}
      <div class="actions">
        {work === true && !isFull && (
          <Button kind="secondary" onClick={onAdd}>
            {t('account.passkey.add')}
          </Button>
        )}
      </div>
      {passkeys.length > 0 && (
        <>
          <h3>{t('account.second')}</h3>
          <p>{t(mode === 'both' ? 'account.second.on' : 'account.second.off')}</p>
          <div class="actions">
            <Button kind="secondary" onClick={() => onTurn(mode === 'both' ? 'either' : 'both')}>
              {t(mode === 'both' ? 'account.second.turnOff' : 'account.second.turnOn')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

/** @param props.isOnly without it nothing would count together with the passphrase */
function Passkey(props: {
  passkey: OwnPasskey;
  isOnly: boolean;
  onRename: () => void;
  onRemove: () => void;
}) {
  const { passkey, isOnly, onRename, onRemove } = props;
  return (
    <li>
      <p>
        <strong>
          <bdi>{passkey.name}</bdi>
        </strong>
      </p>
      <p class="hint">{t('account.passkey.added', { day: formatDay(passkey.day) })}</p>
      {passkey.isUsed && <p class="hint">{t('account.passkey.used')}</p>}
      {!passkey.isUsed && isOnly && <p class="hint">{t('account.passkey.only')}</p>}
      <div class="actions">
        <Button kind="secondary" label={`${t('account.passkey.rename')}: ${passkey.name}`} onClick={onRename}>
          {t('account.passkey.rename')}
        </Button>
        {!passkey.isUsed && !isOnly && (
          <Button
            kind="secondary"
            label={`${t('account.passkey.remove')}: ${passkey.name}`}
            onClick={onRemove}
          >
            {t('account.passkey.remove')}
          </Button>
        )}
      </div>
    </li>
  );
}
