/** The room of the own case that is shown. */
import { CheckInPage } from './check-in.tsx';
import { DangerPage } from './danger.tsx';
import { IncidentPage } from './incident.tsx';
import type { Room, RoomProps } from './room.ts';
import { StoryPage } from './story.tsx';
import { WorkPage } from './work.tsx';

const PAGES = {
  danger: DangerPage,
  incident: IncidentPage,
  work: WorkPage,
  'check-in': CheckInPage,
  story: StoryPage,
} satisfies Record<Room, unknown>;

export function ProtectionRoom({ room, ...props }: RoomProps & { room: Room }) {
  const Page = PAGES[room];
  return <Page {...props} />;
}
