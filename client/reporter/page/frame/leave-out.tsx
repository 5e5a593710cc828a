import { toBase64url } from '../../../../crypto/base64url.ts';
import type { Person } from '../../../../server/api/directory.ts';
import { t } from '../../../messages/messages.ts';
import { Checkbox } from '../../../parts/checkbox.tsx';

/** One box for each of some people, to leave them out. @param props.leftOut base64url ids, of others as well */
export function LeaveOut(props: {
  people: readonly Pick<Person, 'id' | 'name'>[];
  leftOut: readonly string[];
  onLeaveOut: (ids: readonly string[]) => void;
}) {
  const { people, leftOut, onLeaveOut } = props;
  return (
    <>
      {people.map((person) => {
        const id = toBase64url(person.id);
        return (
          <Checkbox
            key={id}
            id={`leave-${id}`}
            label={t('readers.leaveOut.one', { name: person.name })}
            checked={leftOut.includes(id)}
            onChange={(out) => onLeaveOut(out ? [...leftOut, id] : leftOut.filter((other) => other !== id))}
          />
        );
      })}
    </>
  );
}
