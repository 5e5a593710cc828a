/** The directory's next version, as the authority wants it. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { personHash } from '../../../../crypto/fingerprint.ts';
import type { Day } from '../../../../crypto/stamp.ts';
import type * as z from 'zod/mini';
import type { readInvitations } from '../../../../server/api/authority.ts';
import type { Directory, Person } from '../../../../server/api/directory.ts';
import type { KnownDirectory } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import type { OfficeDraft } from './view.ts';
import { idFromPage } from '../../../calls/page-id.ts';

type Invitation = z.output<typeof readInvitations.answer>['invitations'][number];

/**
 * @param invitations all there are, of which the draft admits some
 * @param day UTC day it is signed
 * @throws Failure `conflict` for a draft of another version than this, `not-found` for an invitation that nobody
 * took up, `other-keys` for one that other keys than those compared came through
 */
export function nextDirectory(
  { directory, hash: previous }: KnownDirectory,
  draft: OfficeDraft,
  invitations: readonly Invitation[],
  day: Day,
): Directory {
  if (draft.directory !== toBase64url(previous)) throw new Failure('conflict');
  const admitted = draft.admit.map((wanted) => {
    const found = invitations.find((one) => toBase64url(one.id) === wanted.invitation);
    if (!found?.accepted) throw new Failure('not-found');
    if (toBase64url(personHash(found.accepted)) !== wanted.keys) throw new Failure('other-keys');
    return {
      wanted,
      person: { ...found.accepted, name: wanted.name, role: wanted.role, state: 'active' as const },
    };
  });
  const people = directory.people.map((person) => {
    const wanted = draft.people.find((one) => one.id === toBase64url(person.id));
    return wanted === undefined
      ? person
      : { ...person, name: wanted.name, role: wanted.role, state: wanted.state };
  });
  const doors = draft.doors.map((door) => {
    const added = (role: Person['role']) =>
      admitted.flatMap(({ wanted, person }) =>
        wanted.role === role && wanted.doors.includes(door.id) ? [person.id] : [],
      );
    return {
      ...door,
      title: { ...door.title },
      text: { ...door.text },
      readers: [...door.readers.map((id) => idFromPage('PersonId', id)), ...added('officer')],
      custodians: [...door.custodians.map((id) => idFromPage('PersonId', id)), ...added('custodian')],
      oversight: [
        ...door.oversight.map((id) => idFromPage('PersonId', id)),
        ...admitted.flatMap(({ wanted, person }) =>
          wanted.role === 'officer' && wanted.oversees?.includes(door.id) ? [person.id] : [],
        ),
      ],
      questions: door.questions.map(({ id, text }) => ({ id, text: text && { ...text } })),
    };
  });
  return {
    ...directory,
    name: { ...draft.name },
    policy: { ...draft.policy },
    notary: draft.notary === undefined ? directory.notary : idFromPage('SigningPublicKey', draft.notary),
    version: directory.version + 1,
    previous,
    day,
    doors,
    people: [...people, ...admitted.map(({ person }) => person)],
  };
}
