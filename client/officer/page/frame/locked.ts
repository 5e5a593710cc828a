/** Why nobody is signed in any more, for whoever signs in again. */
export interface Locked {
  readonly reason: 'button' | 'idle' | 'ended';
  /** Something written had not been sent. */
  readonly unsent: boolean;
}
