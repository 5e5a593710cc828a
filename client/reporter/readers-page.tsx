import { useState } from 'preact/hooks';
import { toBase64url } from '../../crypto/base64url.ts';
import type { Directory, Door } from '../../server/api/directory.ts';
import { readersOf } from '../directory.ts';
import { t } from '../messages/messages.ts';
import { Checkbox } from '../parts/checkbox.tsx';
import { Notice } from '../parts/notice.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { NextButton, Screen } from './screen.tsx';

export function ReadersPage(props: {
  directory: Directory;
  door: Door;
  /** base64url ids. */
  leftOut: readonly string[];
  onLeaveOut: (ids: readonly string[]) => void;
  fingerprint: readonly string[] | null;
  pinned: boolean;
  onBack: (() => void) | undefined;
  onNext: () => void;
}) {
  const { directory, door, leftOut, onLeaveOut, fingerprint, pinned, onBack, onNext } = props;
  const [asked, setAsked] = useState(false);
  const usual = readersOf(directory, door);
  const readers = readersLeft(directory, door, leftOut);
  const nobody = readers.people.length === 0;
  const choices = offered(directory, door, leftOut);
  const problem = nobody ? t(usual.people.length === 0 ? 'readers.none' : 'readers.nobody') : undefined;
  const leave = (id: string, out: boolean) =>
    onLeaveOut(out ? [...leftOut, id] : leftOut.filter((other) => other !== id));
  return (
    <Screen
      title={t('readers.title')}
      onBack={onBack}
      problems={asked && problem !== undefined ? [{ id: 'readers', text: problem }] : []}
      onSubmit={() => {
        setAsked(true);
        if (!nobody) onNext();
      }}
    >
      <div id="readers" tabIndex={-1} aria-live="polite">
        {problem !== undefined ? (
          <Notice kind="warning">{problem}</Notice>
        ) : (
          <>
            <p>{t(readers.oversight ? 'readers.oversight' : 'readers.lead')}</p>
            <ul>
              {readers.people.map((person) => (
                <li key={toBase64url(person.id)}>
                  <bdi>{person.name}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      {choices.length > 0 && (
        <fieldset class="field">
          <legend>{t('readers.leaveOut')}</legend>
          <p class="hint">{t('readers.leaveOut.hint')}</p>
          {choices.map(({ id, name }) => (
            <Checkbox
              key={id}
              id={`leave-${id}`}
              label={t('readers.leaveOut.one', { name: name })}
              checked={leftOut.includes(id)}
              onChange={(out) => leave(id, out)}
            />
          ))}
        </fieldset>
      )}
      <Fingerprint words={fingerprint} pinned={pinned} />
      <NextButton />
    </Screen>
  );
}

/** Who would read it, given base64url ids of people left out. */
export function readersLeft(directory: Directory, door: Door, leftOut: readonly string[]) {
  const out = directory.people.map((person) => person.id).filter((id) => leftOut.includes(toBase64url(id)));
  return readersOf(directory, door, out);
}

/** Whoever reads here or would stand in, so that all of them can be left out. */
function offered(directory: Directory, door: Door, leftOut: readonly string[]) {
  const usual = readersOf(directory, door).people;
  const now = readersLeft(directory, door, leftOut).people;
  return directory.people
    .filter((person) => {
      const shown = usual.includes(person) || now.includes(person);
      return shown || leftOut.includes(toBase64url(person.id));
    })
    .map((person) => ({ id: toBase64url(person.id), name: person.name }));
}
