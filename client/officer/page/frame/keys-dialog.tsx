import { useContext } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog } from './dialog.tsx';
import { ShortcutsContext } from './shortcuts.ts';

/** The keys by what they do; the names of keys are the letters printed on them. */
const KEYS = [
  ['j', 'keys.down'],
  ['k', 'keys.up'],
  ['Enter', 'keys.open'],
  ['/', 'keys.find'],
  ['u', 'keys.back'],
  ['r', 'keys.reply'],
  ['?', 'keys.help'],
] as const;

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { on, turn } = useContext(ShortcutsContext);
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd translate={false}>{key}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <p>
        <label>
          <input type="checkbox" checked={on} onChange={(event) => turn(event.currentTarget.checked)} />{' '}
          {t('keys.on')}
        </label>
      </p>
      <div class="actions">
        <Button onClick={onClose}>{t('keys.close')}</Button>
      </div>
    </Dialog>
  );
}
