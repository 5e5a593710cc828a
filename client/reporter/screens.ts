/** The screens of the reporter's page, in their order, and what all of them share. */
import type { Directory } from '../../server/api/directory.ts';
import type { Guard } from './page/frame/guard.ts';
import type { Room } from './page/protection/room.ts';
import type { Draft } from './page/report/draft.ts';
import type { Loaded } from './page/report/sending.ts';
import type { Steps } from './page/report/steps.ts';

export type Step =
  | 'start'
  | 'doors'
  | 'before'
  | 'readers'
  | 'write'
  | 'questions'
  | 'identity'
  | 'behalf'
  | 'check'
  | 'receipt'
  | 'confirm'
  | 'second'
  | 'second-confirm'
  | 'done'
  | 'return'
  | 'own'
  | Room
  | 'gone';

export interface Props {
  directory: Directory;
  /** Whether the page was opened with a link that names the authority. */
  pinned: boolean;
  guard: Guard;
  draft: Draft;
  onDraft: (draft: Draft) => void;
  /** The page shows a newer directory from here on. */
  onNewer: (newer: Loaded) => void;
}

export interface ScreenProps extends Props {
  readonly steps: Steps<Step>;
}

/** What leads to the screen before, where there is one. */
export function backOf({ before, back }: Steps<Step>): (() => void) | undefined {
  return before === undefined ? undefined : back;
}

/** The session forgets its keys, then its worker ends. */
export async function endSession(guard: Guard): Promise<void> {
  const session = guard.state.at === 'ready' ? await guard.start() : null;
  await session?.close();
  guard.end();
}
