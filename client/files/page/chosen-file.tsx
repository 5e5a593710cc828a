/** Files that were chosen: what each tells is shown before anything of it goes. */
import { useEffect, useState } from 'preact/hooks';
import { LIMITS } from '../../../server/api/limits.ts';
import { formatList, t } from '../../messages/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Checkbox } from '../../parts/checkbox.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Progress } from '../../parts/progress.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { Examined } from '../examining.ts';
import { Belonging, type Incidents } from './belonging.tsx';
import { isClean, type Chosen, type Choosing } from './chosen.ts';
import { Found } from './found.tsx';
import type { KeepingOriginals } from './keeping.ts';
import { FileName, OfFile } from './name.tsx';
import { Preview } from './preview.tsx';
import { bytesText } from './size.ts';
import { SlowFile } from './slow.tsx';

interface Around {
  choosing: Choosing;
  incidents: Incidents;
  originals: KeepingOriginals | null;
}

export function ChosenFiles({ choosing, ...around }: Around) {
  const { chosen, sendClean } = choosing;
  const clean = chosen.filter(isClean);
  return (
    <>
      {chosen.length > 0 && (
        <ul aria-label={t('files.chosen')}>
          {chosen.map((one, i) => (
            <ChosenFile key={one.id} one={one} number={i + 1} choosing={choosing} {...around} />
          ))}
        </ul>
      )}
      {clean.length > 0 && (
        <div class="actions">
          <Button onClick={sendClean}>{t('files.sendClean', { count: clean.length })}</Button>
        </div>
      )}
      <output class="visually-hidden">{spoken(chosen)}</output>
    </>
  );
}

/** What a screen reader hears once all of them were examined. */
function spoken(chosen: readonly Chosen[]): string {
  if (chosen.length === 0 || chosen.some(({ state }) => state !== 'examined')) return '';
  return t('files.examined', { count: chosen.length, kept: chosen.filter((one) => !isClean(one)).length });
}

function ChosenFile(props: Around & { one: Chosen; number: number }) {
  const { one, number, choosing, incidents, originals } = props;
  const { id, file, name, state, examined } = one;
  const [isNaming, setIsNaming] = useState(false);
  return (
    <li>
      <h3>
        <FileName name={name} />
      </h3>
      <p class="hint">{bytesText(file.size)}</p>
      <Preview file={file} name={name} />
      <SlowFile size={file.size} />
      {state === 'waiting' && <p>{t('files.waiting')}</p>}
      {state === 'examining' && <Progress label={t('files.examining')} />}
      {examined !== null && <Result examined={examined} />}
      <Belonging one={one} incidents={incidents} belong={choosing.belong} />
      {originals !== null && examined?.is === 'clean' && examined.found.length > 0 && (
        <Checkbox
          label={t('files.original')}
          hint={t('files.original.hint', { names: formatList(originals.custodians), days: originals.days })}
          checked={one.keepsOriginal}
          onChange={(keeps) => choosing.keepOriginal(id, keeps)}
        />
      )}
      {isNaming && <ChosenName one={one} number={number} rename={choosing.rename} />}
      <div class="actions">
        {examined?.is === 'kept' && examined.reason === 'not-examined' && (
          <Button kind="secondary" onClick={() => choosing.examineAgain(id)}>
            {t('files.examineAgain')}
            <OfFile name={name} />
          </Button>
        )}
        {examined?.is === 'kept' && (
          <Button kind="warning" onClick={() => choosing.sendAsItIs(id)}>
            {t('files.sendAsItIs')}
            <OfFile name={name} />
          </Button>
        )}
        {!isNaming && (
          <Button kind="quiet" onClick={() => setIsNaming(true)}>
            {t('files.name.change')}
            <OfFile name={name} />
          </Button>
        )}
        <Button kind="quiet" onClick={() => choosing.leave(id)}>
          {t('files.remove')}
          <OfFile name={name} />
        </Button>
      </div>
    </li>
  );
}

function Result({ examined }: { examined: Examined }) {
  if (examined.is === 'kept')
    return (
      <Notice kind="warning" title={t('files.kept')}>
        <p>{t(`files.kept.${examined.reason}`)}</p>
        {examined.found.length > 0 && (
          <>
            <p>{t('files.kept.found')}</p>
            <Found found={examined.found} />
          </>
        )}
      </Notice>
    );
  if (examined.found.length === 0) return <p>{t('files.clean.nothing')}</p>;
  return (
    <>
      <p>{t('files.clean.found')}</p>
      <Found found={examined.found} />
    </>
  );
}

/** The name goes with the file, and can tell as much. */
function ChosenName(props: { one: Chosen; number: number; rename: Choosing['rename'] }) {
  const { one, number, rename } = props;
  const { id, name } = one;
  // Where the button was that opened it.
  useEffect(() => document.getElementById(`files-name-${id}`)?.focus(), [id]);
  return (
    <>
      <TextField
        id={`files-name-${id}`}
        label={t('files.name')}
        hint={t('files.name.hint')}
        value={name}
        onInput={(text) => rename(id, text.slice(0, LIMITS.lineCharacters))}
      />
      <p>
        <Button kind="secondary" onClick={() => rename(id, neutralName(name, number))}>
          {t('files.name.neutral')}
          <OfFile name={name} />
        </Button>
      </p>
    </>
  );
}

/** Of what it was called only what says of which kind it is: `file-2.jpg`. */
function neutralName(name: string, number: number): string {
  return `file-${number}${/\.[a-z0-9]{1,5}$/i.exec(name)?.[0].toLowerCase() ?? ''}`;
}
