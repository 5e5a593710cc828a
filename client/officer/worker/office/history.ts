/** The versions of the directory, and what changed from one to the next, for a history in words. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { equal } from '../../../../crypto/bytes.ts';
import { verifySuccessor } from '../../../../crypto/directory.ts';
import { notaryReference } from '../../../../crypto/id.ts';
import { readDirectoryVersion } from '../../../../server/api/anyone.ts';
import type { Directory, Door, Person } from '../../../../server/api/directory.ts';
import type { Api } from '../../../calls/api.ts';
import { checkDirectory, seen, type KnownDirectory } from '../../../directory/directory.ts';

/** One change; the page has a sentence for each code. `name` is a person's or a door's. */
export interface OfficeChange {
  readonly code:
    | 'founded'
    | 'office-renamed'
    | 'notary'
    | 'person-added'
    | 'person-renamed'
    | 'person-role'
    | 'person-suspended'
    | 'person-restored'
    | 'person-removed'
    | 'door-added'
    | 'door-removed'
    | 'door-wording'
    | 'door-readers'
    | 'door-custodians'
    | 'door-oversight'
    | 'door-questions'
    | 'door-rights'
    | 'acknowledgeDays'
    | 'feedbackDays'
    | 'identityDays'
    | 'recoveryHelpers';
  readonly name: string;
  /** Of a rule: the number before, and now. */
  readonly rule?: { readonly before: number; readonly now: number };
}

export interface OfficeVersion {
  readonly version: number;
  readonly day: string;
  readonly changes: readonly OfficeChange[];
}

/** Every version up to the newest, each checked to follow the one before it. @returns the newest first */
export async function readHistory(api: Api, { authority, version }: Directory): Promise<OfficeVersion[]> {
  const history: OfficeVersion[] = [];
  let before: KnownDirectory | null = null;
  for (let at = 1; at <= version; at++) {
    const signed = await api.call(readDirectoryVersion, { version: String(at) });
    const now: KnownDirectory = checkDirectory(signed, authority);
    if (before !== null) verifySuccessor(seen(before), now.directory);
    const changes = changesBetween(before?.directory ?? null, now.directory);
    history.unshift({ version: at, day: now.directory.day, changes });
    before = now;
  }
  return history;
}

function changesBetween(before: Directory | null, now: Directory): OfficeChange[] {
  if (before === null) return [{ code: 'founded', name: now.name['en'] ?? '' }];
  const changes: OfficeChange[] = [];
  if (!same(before.name, now.name)) changes.push({ code: 'office-renamed', name: now.name['en'] ?? '' });
  if (!equal(before.notary, now.notary)) changes.push({ code: 'notary', name: notaryReference(now.notary) });
  for (const code of ['acknowledgeDays', 'feedbackDays', 'identityDays', 'recoveryHelpers'] as const) {
    const rule = { before: before.policy[code], now: now.policy[code] };
    if (rule.before !== rule.now) changes.push({ code, name: '', rule });
  }
  for (const person of now.people) {
    changes.push(
      ...personChanges(
        before.people.find((one) => equal(one.id, person.id)),
        person,
      ),
    );
  }
  for (const door of now.doors)
    changes.push(
      ...doorChanges(
        before.doors.find((one) => one.id === door.id),
        door,
      ),
    );
  for (const door of before.doors) {
    const kept = now.doors.some((one) => one.id === door.id);
    if (!kept) changes.push({ code: 'door-removed', name: door.title['en'] ?? door.id });
  }
  return changes;
}

function personChanges(before: Person | undefined, now: Person): OfficeChange[] {
  const { name } = now;
  if (before === undefined) return [{ code: 'person-added', name }];
  const changes: OfficeChange[] = [];
  if (before.name !== name) changes.push({ code: 'person-renamed', name });
  if (before.role !== now.role) changes.push({ code: 'person-role', name });
  if (before.state !== now.state) {
    const code = {
      active: 'person-restored',
      suspended: 'person-suspended',
      removed: 'person-removed',
    } as const;
    changes.push({ code: code[now.state], name });
  }
  return changes;
}

function doorChanges(before: Door | undefined, now: Door): OfficeChange[] {
  const name = now.title['en'] ?? now.id;
  if (before === undefined) return [{ code: 'door-added', name }];
  const changes: OfficeChange[] = [];
  const wording = ({ kind, title, text }: Door) => ({ kind, title, text });
  if (!same(wording(before), wording(now))) changes.push({ code: 'door-wording', name });
  if (!same(before.readers.map(toBase64url), now.readers.map(toBase64url)))
    changes.push({ code: 'door-readers', name });
  if (!same(before.custodians.map(toBase64url), now.custodians.map(toBase64url))) {
    changes.push({ code: 'door-custodians', name });
  }
  if (!same(before.oversight.map(toBase64url), now.oversight.map(toBase64url))) {
    changes.push({ code: 'door-oversight', name });
  }
  if (!same(before.questions, now.questions)) changes.push({ code: 'door-questions', name });
  if (!same(before.rights, now.rights)) changes.push({ code: 'door-rights', name });
  return changes;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
