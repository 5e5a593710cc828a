/** Whom the entries of a case name: people of the directory, and nobody else. */
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import type { Directory } from '../../../server/api/directory.ts';
import { findPerson } from '../../directory/directory.ts';
import { contentIf, contentOf } from '../kinds/table.ts';

/** Of all but the report. @throws CryptoError `malformed` for an entry that names somebody who is not there */
export function checkPeople(entries: readonly VerifiedEntry[], directory: Directory): void {
  for (const entry of entries) {
    const { kind, content } = contentOf(entry);
    const isThere = (kind?.people?.(content) ?? []).every((id) => findPerson(directory, id) !== undefined);
    if (!isThere) throw new CryptoError('malformed', 'somebody who is not in the directory');
  }
}

/** Of the report, once its directory is known to be of this office. @throws CryptoError as `checkPeople` */
export function checkReportPeople(report: VerifiedEntry | undefined, directory: Directory): void {
  const content = contentIf('report', report);
  const { sealedTo = [], leftOut = [] } = content?.sealing ?? {};
  const named = [...sealedTo, ...leftOut, ...(content?.identity.custodians ?? [])];
  if (named.some((id) => findPerson(directory, id) === undefined))
    throw new CryptoError('malformed', 'somebody who is not in the directory');
}
