/** What a custodian has to do about an identity. */
import type { Summary } from '../../worker/keyring/case.ts';

export type Duty = 'decide' | 'again' | 'disclose';

/** @returns null for an officer, and for a custodian who has to wait or has done all there was */
export function dutyOf(
  { state, from }: NonNullable<Summary['identity']>,
  role: 'officer' | 'custodian',
  today: string,
): Duty | null {
  if (role === 'officer') return null;
  if (state === 'waiting') return 'decide';
  if (state === 'objected') return 'again';
  return state === 'approved' && from !== null && today >= from ? 'disclose' : null;
}
