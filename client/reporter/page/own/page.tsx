/** The reporter's own case, opened with the words. */
import type { ComponentProps } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Directory, Door } from '../../../../server/api/directory.ts';
import { isStandard } from '../../../../server/api/usual-questions.ts';
import { todayBy } from '../../../case/kinds/days.ts';
import { askedAs } from '../../../case/fold/asked.ts';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';
import { DeviceClockNotice, StampDaysNotice } from '../../../clock/notices.tsx';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { FailureNotice } from '../frame/failure-notice.tsx';
import type { Guard } from '../frame/guard.ts';
import { RightsAt } from '../frame/rights.tsx';
import type { OwnView } from '../../worker/own-case.ts';
import { ProtectionFront } from '../protection/front.tsx';
import { nothingKept, textsOf, type Kept } from '../protection/kept.ts';
import type { Arrived, Room } from '../protection/room.ts';
import { ProtectionRoom } from '../protection/rooms.tsx';
import { incidentTitle, ProtectionSection, whenOf } from '../protection/section.tsx';
import { filesOf, type CaseFile } from '../../../case/fold/files.ts';
import { FilesSection } from '../../../files/page/section.tsx';
import { isUnsent, useSendings, type Sendings } from '../../../files/page/sending.ts';
import { keepingOf, senderOf } from './files.ts';
import { OwnEntrust } from './entrust.tsx';
import { OwnIdentity } from './identity.tsx';
import { OwnOriginals } from './originals.tsx';
import type { Typed } from './request.tsx';
import { OwnProof } from './proof.tsx';
import { OwnStanding } from './standing.tsx';
import { OwnTimeline } from './timeline.tsx';
import { OwnUnreadable, OwnUnsent } from './unreadable.tsx';
import { OwnWriting } from './writing.tsx';
import { Screen } from '../frame/screen.tsx';

interface Props {
  directory: Directory;
  view: OwnView;
  guard: Guard;
  text: string;
  onText: (text: string) => void;
  typed: Typed;
  onTyped: (typed: Typed) => void;
  /** Null where nothing is typed. */
  kept: Kept | null;
  onKept: (kept: Kept | null) => void;
  /** The room of the case that is shown; null for the case itself. */
  room: Room | null;
  /** Whoever has just reported is taken to the files. */
  toFiles: boolean;
  onGo: (room: Room) => void;
  onBack: () => void;
  /** Shows the case itself, with no room behind it. */
  onHome: () => void;
  onView: (view: OwnView) => void;
  onClose: () => void;
}

export function OwnPage(props: Props) {
  const { directory, view, guard, room, typed, onTyped, onGo, onBack, onHome, onView } = props;
  const sendings = useSendings(senderOf(guard, onView));
  const [arrived, setArrived] = useState<Arrived | null>(null);
  const kept = props.kept ?? nothingKept;
  const protection = {
    view,
    guard,
    kept,
    onKept: (now: Kept) => props.onKept(Object.values(now).every((one) => one === null) ? null : now),
    onGo: (to: Room) => {
      setArrived(null);
      onGo(to);
    },
    onBack,
    onArrived: (what: Arrived, now: OwnView) => {
      onView(now);
      setArrived(what);
      if (room !== null) onHome();
    },
    arrived,
    onFiles: (incident: string) => {
      sendings.belongFromNow(incident);
      document.getElementById('files')?.focus();
    },
    typed,
    onTyped: (id: string, text: string) => onTyped({ ...typed, [id]: text }),
  };
  return (
    <RightsAt directory={directory} door={view.door}>
      {room !== null ? (
        <ProtectionRoom key={room} {...protection} room={room} />
      ) : (
        <OwnMain {...props} protection={protection} sendings={sendings} />
      )}
    </RightsAt>
  );
}

type Protection = ComponentProps<typeof ProtectionFront>;

function OwnMain(props: Props & { protection: Protection; sendings: Sendings }) {
  const { directory, view, guard, text, onText, typed, onTyped, onView, onClose } = props;
  const { protection, sendings, toFiles } = props;
  const { unreadable } = view;
  useFilesFirst(toFiles);
  const today = todayBy(view.serverDay);
  const kind = directory.doors.find(({ id }) => id === view.door)?.kind ?? 'public';
  const unsent = [text, ...Object.values(typed), ...textsOf(protection.kept)];
  const isSending = isUnsent(sendings);
  return (
    <Screen title={t('own.title', { reference: view.reference })}>
      {unreadable !== null && <OwnUnreadable found={unreadable} reference={view.reference} />}
      <DeviceClockNotice today={today} />
      <StampDaysNotice days={view.days} today={today} />
      <ProtectionFront {...protection} />
      {view.behalf !== null && <Notice kind="info">{t(`own.behalf.${view.behalf.role}`)}</Notice>}
      <OwnEntrust view={view} guard={guard} onView={onView} />
      <OwnStanding view={view} today={today.day} />
      <ProtectionSection {...protection} />
      <OwnIdentity view={view} guard={guard} typed={typed} onTyped={onTyped} onView={onView} />
      <OwnOriginals view={view} guard={guard} typed={typed} onTyped={onTyped} onView={onView} />
      <h2>{t('own.timeline')}</h2>
      <OwnTimeline items={view.items} />
      <Refresh guard={guard} isWhole={unreadable === null} onView={onView} />
      {unreadable === null ? (
        <OwnWriting
          guard={guard}
          name={view.ownIdentity?.name ?? ''}
          text={text}
          onText={onText}
          onView={onView}
        />
      ) : (
        <OwnUnsent texts={unsent} />
      )}
      <OwnFiles view={view} guard={guard} sendings={sendings} onView={onView} />
      {unreadable === null && <OwnProof view={view} guard={guard} />}
      <OwnReport view={view} kind={kind} />
      <Close unsent={isSending || unsent.some((one) => one.trim() !== '')} onClose={onClose} />
    </Screen>
  );
}

function OwnFiles(props: Pick<Props, 'view' | 'guard' | 'onView'> & { sendings: Sendings }) {
  const { view, guard, sendings, onView } = props;
  const { custodians, newCustodians, identity } = view;
  const isHandedOut = ({ id }: CaseFile) =>
    identity.requests.some(({ original, disclosure }) => original === id && disclosure !== null);
  return (
    <FilesSection
      side="reporter"
      files={filesOf(view.items, identity.originals)}
      beside={(file) =>
        file.hasOriginal && file.gone === null && !isHandedOut(file) && <p>{t('files.original.kept')}</p>
      }
      // Who has left could open one until the reporter has it sealed for those who are there.
      originals={
        custodians.length > 0 && newCustodians.length === 0 ? { custodians, days: identity.days } : null
      }
      sendings={sendings}
      keeping={keepingOf(guard, onView)}
      incidents={incidentsOf(view)}
      allName={null}
      mayWrite={view.unreadable === null}
    />
  );
}

/** What was reported, as it was written. */
function OwnReport({ view, kind }: { view: OwnView; kind: Door['kind'] }) {
  return (
    <>
      <h2>{t('own.report')}</h2>
      <details>
        <summary>{t('own.report.show')}</summary>
        <p class="typed" dir="auto">
          {view.text}
        </p>
        <Facts
          facts={Object.entries(view.answers).map(([id, value]) => ({
            label: labelOf(view, id, kind),
            value,
            isTyped: true,
          }))}
        />
      </details>
    </>
  );
}

/** What each is called where files are. */
function incidentsOf({ protection }: OwnView): ReadonlyMap<string, string> {
  return new Map(
    protection.incidents.map((one) => [
      one.id,
      t('files.incident', { what: incidentTitle(one), when: whenOf(one) }),
    ]),
  );
}

/** After the heading, which takes the focus where a screen comes. */
function useFilesFirst(toFiles: boolean): void {
  useLayoutEffect(() => {
    if (toFiles) document.getElementById('files')?.focus();
  }, [toFiles]);
}

function labelOf(view: OwnView, id: string, kind: Door['kind']): string {
  const put = askedAs(view, id);
  if (put === undefined) return t('own.answer.unasked');
  return put ?? (isStandard(id) ? t(`question.${id}.${kind}`) : '');
}

/** Closes at once, or asks first where something was written and not sent. */
function Close({ unsent, onClose }: { unsent: boolean; onClose: () => void }) {
  const [asked, setAsked] = useState(false);
  // What stands where the button stood keeps the text: a second press by accident loses nothing.
  return asked && unsent ? (
    <>
      <Notice kind="danger">{t('own.close.unsent')}</Notice>
      <div class="actions">
        <Button kind="secondary" onClick={() => setAsked(false)}>
          {t('own.close.stay')}
        </Button>
        <Button kind="warning" onClick={onClose}>
          {t('own.close.drop')}
        </Button>
      </div>
    </>
  ) : (
    <div class="actions">
      <Button kind="secondary" onClick={() => (unsent ? setAsked(true) : onClose())}>
        {t('own.close')}
      </Button>
    </div>
  );
}

function Refresh(props: { guard: Guard; isWhole: boolean; onView: (view: OwnView) => void }) {
  const { guard, isWhole, onView } = props;
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const refresh = async () => {
    setState('busy');
    setFailure(null);
    try {
      const session = await guard.start();
      if (session !== null) onView(await session.refresh());
      setState('done');
    } catch (error) {
      setFailure(failureOf(error));
      setState('idle');
    }
  };
  return (
    <>
      {failure !== null && <FailureNotice failure={failure} />}
      <Button kind="secondary" busy={state === 'busy'} onClick={() => void refresh()}>
        {t('own.refresh')}
      </Button>
      <output>
        {state === 'done' && isWhole ? t('own.refreshed') : state === 'busy' ? t('app.loading') : ''}
      </output>
    </>
  );
}
