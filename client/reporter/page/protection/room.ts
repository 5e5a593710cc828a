/** What every room of the own case has: screens of their own, which lead back to the case. */
import type { Guard } from '../frame/guard.ts';
import type { OwnView } from '../../worker/own-case.ts';
import type { Kept } from './kept.ts';

export type Room = 'danger' | 'incident' | 'work' | 'check-in' | 'story';

/** What has arrived, to be said where the case is shown again. */
export type Arrived = 'incident' | 'facts' | 'work' | 'check-in' | 'answer';

export interface RoomProps {
  readonly view: OwnView;
  readonly guard: Guard;
  readonly kept: Kept;
  readonly onKept: (kept: Kept) => void;
  readonly onGo: (room: Room) => void;
  readonly onBack: () => void;
  /** Something is in the case, as it is now. */
  readonly onArrived: (what: Arrived, view: OwnView) => void;
}
