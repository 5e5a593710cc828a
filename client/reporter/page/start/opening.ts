/** Opening one's own case with the words, and getting the screen that shows it. */
import { Failure } from '../../../calls/failure.ts';
import { loadPart, whyNotStarted } from '../../../calls/missing.ts';
import { addMessages } from '../../../messages/messages.ts';
import type { Guard } from '../frame/guard.ts';
import type { OwnView } from '../../worker/own-case.ts';
import type { OwnPage } from '../own/page.tsx';

export interface Opened {
  readonly view: OwnView;
  readonly page: typeof OwnPage;
}

type Session = NonNullable<Awaited<ReturnType<Guard['start']>>>;

/** @throws Failure, as `failureOf` reads it */
export async function openOwn(session: Session, words: string): Promise<Opened> {
  const { OwnPage: page } = await loadOwnPage();
  return { view: await session.open(words), page };
}

/** Whoever makes a report needs none of it. */
async function loadOwnPage() {
  try {
    const [page] = await Promise.all([
      loadPart(() => import('../own/page.tsx')),
      ...(['own', 'proof', 'files'] as const).map(addMessages),
    ]);
    return page;
  } catch (error) {
    throw new Failure(await whyNotStarted(error));
  }
}
