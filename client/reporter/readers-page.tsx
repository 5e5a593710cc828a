import { useState } from 'preact/hooks';
import { toBase64url } from '../../crypto/base64url.ts';
import { equal, type PersonId } from '../../crypto/bytes.ts';
import type { Directory, Door } from '../../server/api/directory.ts';
import { readersOf } from '../directory.ts';
import { t } from '../messages/messages.ts';
import { Checkbox } from '../parts/checkbox.tsx';
import { Notice } from '../parts/notice.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { NameList } from './name-list.tsx';
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
  const readers = readersLeft(directory, door, leftOut);
  const nobody = readers.people.length === 0;
  const choices = offered(directory, door, leftOut);
  const problem = nobody ? t(whyNobody(directory, door)) : undefined;
  const office = inOffice(directory, door);
  const outside = leftOut.filter((id) => !office.includes(id));
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
            <NameList names={readers.people.map(({ name }) => name)} />
          </>
        )}
      </div>
      {choices.length > 0 && (
        <fieldset class="field">
          <legend>{t('readers.leaveOut')}</legend>
          <p class="hint">{t('readers.leaveOut.hint')}</p>
          <p class="hint">{t('readers.leaveOut.together')}</p>
          {office.length > 1 && (
            <Checkbox
              id="leave-office"
              label={t('readers.someone')}
              hint={t('readers.someone.hint')}
              checked={office.every((id) => leftOut.includes(id))}
              onChange={(out) => onLeaveOut(out ? [...outside, ...office] : outside)}
            />
          )}
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

/** Every officer whom the door's oversight does not name: any of them could be given access to a case later. */
function inOffice({ people }: Directory, door: Door): string[] {
  const isNamed = (ids: readonly PersonId[], id: PersonId) => ids.some((other) => equal(other, id));
  return people
    .filter(({ id, role, state }) => {
      const stays = isNamed(door.oversight, id) && !isNamed(door.readers, id);
      return role === 'officer' && state !== 'removed' && !stays;
    })
    .map(({ id }) => toBase64url(id));
}

/** Why nobody would read it: nobody does here, all were left out, or there is nobody else to turn to. */
function whyNobody(directory: Directory, door: Door) {
  if (readersOf(directory, door).people.length === 0) return 'readers.none';
  const oversight = readersOf(directory, { ...door, readers: door.oversight });
  const instead = oversight.people.filter(({ id }) => !door.readers.some((reader) => equal(reader, id)));
  return instead.length === 0 ? 'readers.noOversight' : 'readers.nobody';
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
