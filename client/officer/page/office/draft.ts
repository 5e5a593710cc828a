/** The next version of the office, from the one that is shown and one change. */
import type { OfficeDoor, OfficeDraft, OfficePerson, OfficeView } from '../../worker/office/view.ts';
import { usualQuestions } from '../../../../server/api/usual-questions.ts';

export function draftOf({ directory, name, people, doors, policy }: OfficeView): OfficeDraft {
  return { directory, name, people, doors, policy, admit: [] };
}

export function withPerson(
  view: OfficeView,
  id: string,
  part: Partial<Pick<OfficePerson, 'name' | 'state'>>,
): OfficeDraft {
  const people = view.people.map((person) => (person.id === id ? { ...person, ...part } : person));
  // Whoever is removed stands at no door any more; whoever is suspended may come back to theirs.
  const stays = (other: string) => part.state !== 'removed' || other !== id;
  const doors = view.doors.map((door) => ({
    ...door,
    readers: door.readers.filter(stays),
    custodians: door.custodians.filter(stays),
    oversight: door.oversight.filter(stays),
  }));
  return { ...draftOf(view), people, doors };
}

/** Somebody to be admitted, as the form has them. */
type Admitted = OfficeDraft['admit'][number];

/** Admits a person; where they replace somebody, that one is removed, and the new one oversees what they oversaw. */
export function withNewcomer(view: OfficeView, admitted: Admitted, replaces: string | null): OfficeDraft {
  if (replaces === null) return { ...draftOf(view), admit: [admitted] };
  const oversees = view.doors.filter((door) => door.oversight.includes(replaces)).map(({ id }) => id);
  return { ...withPerson(view, replaces, { state: 'removed' }), admit: [{ ...admitted, oversees }] };
}

/** Puts a door in the place of the one with its id, or after all others. Nobody who was removed meanwhile stands at it. */
export function withDoor(view: OfficeView, door: OfficeDoor): OfficeDraft {
  const stays = (id: string) => view.people.some((person) => person.id === id && person.state !== 'removed');
  const next = {
    ...door,
    readers: door.readers.filter(stays),
    custodians: door.custodians.filter(stays),
    oversight: door.oversight.filter(stays),
  };
  const isNew = view.doors.every(({ id }) => id !== door.id);
  const doors = isNew ? [...view.doors, next] : view.doors.map((one) => (one.id === door.id ? next : one));
  return { ...draftOf(view), doors };
}

export function withoutDoor(view: OfficeView, id: string): OfficeDraft {
  return { ...draftOf(view), doors: view.doors.filter((door) => door.id !== id) };
}

/** The first door that nobody active would read, if there is one. */
export function unreadDoor({ people, doors, admit }: OfficeDraft): OfficeDoor | undefined {
  const isActive = (id: string) => people.some((person) => person.id === id && person.state === 'active');
  const comes = (door: string) => admit.some((one) => one.role === 'officer' && one.doors.includes(door));
  return doors.find((door) => !door.readers.some(isActive) && !comes(door.id));
}

export function newDoor(): OfficeDoor {
  const id = `door-${crypto.randomUUID().slice(0, 8)}`;
  const questions = usualQuestions();
  return { id, kind: 'public', title: {}, text: {}, readers: [], custodians: [], oversight: [], questions };
}
