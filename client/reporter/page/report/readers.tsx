import { useState } from 'preact/hooks';
import { toBase64url } from '../../../../crypto/base64url.ts';
import { equal } from '../../../../crypto/bytes.ts';
import type { Directory, Door } from '../../../../server/api/directory.ts';
import { officeAt, readersLeft } from '../../../directory/choice.ts';
import { readersOf } from '../../../directory/directory.ts';
import { t } from '../../../messages/messages.ts';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Fingerprint } from '../frame/fingerprint.tsx';
import { LeaveOut } from '../frame/leave-out.tsx';
import { NameList } from '../frame/name-list.tsx';
import { NextButton, Screen } from '../frame/screen.tsx';

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
  const office = officeAt(directory, door);
  const outside = leftOut.filter((id) => !office.includes(id));
  return (
    <Screen
      title={t('readers.title')}
      onBack={onBack}
      problems={asked && problem !== undefined ? [{ id: 'readers', text: problem }] : []}
      onSubmit={() => (nobody ? setAsked(true) : onNext())}
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
          {office.length > 1 && (
            <Checkbox
              id="leave-office"
              label={t('readers.someone')}
              hint={t('readers.someone.hint')}
              checked={office.every((id) => leftOut.includes(id))}
              onChange={(out) => onLeaveOut(out ? [...outside, ...office] : outside)}
            />
          )}
          <LeaveOut people={choices} leftOut={leftOut} onLeaveOut={onLeaveOut} />
        </fieldset>
      )}
      {choices.length > 0 && <Together />}
      <Fingerprint words={fingerprint} pinned={pinned} />
      <NextButton />
    </Screen>
  );
}

/** What leaving somebody out does not do: true, and not the first thing to decide. */
function Together() {
  return (
    <details>
      <summary>{t('readers.together')}</summary>
      <p>{t('readers.leaveOut.together')}</p>
    </details>
  );
}

/** Why nobody would read it: nobody does here, all were left out, or there is nobody else to turn to. */
export function whyNobody(directory: Directory, door: Door) {
  if (readersOf(directory, door).people.length === 0) return 'readers.none';
  const oversight = readersOf(directory, { ...door, readers: door.oversight });
  const instead = oversight.people.filter(({ id }) => !door.readers.some((reader) => equal(reader, id)));
  return instead.length === 0 ? 'readers.noOversight' : 'readers.nobody';
}

/** Whoever reads here or would stand in, so that all of them can be left out. */
function offered(directory: Directory, door: Door, leftOut: readonly string[]) {
  const usual = readersOf(directory, door).people;
  const now = readersLeft(directory, door, leftOut).people;
  return directory.people.filter((person) => {
    const shown = usual.includes(person) || now.includes(person);
    return shown || leftOut.includes(toBase64url(person.id));
  });
}
