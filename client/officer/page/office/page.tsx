/** The office, for whoever holds the authority's key: who is in it, its doors, and how it came to be so. */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Button } from '../../../parts/button.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { OfficeAdmit } from './admit.tsx';
import { OfficeDoorForm } from './door-form.tsx';
import { OfficeDoors } from './doors.tsx';
import { newDoor } from './draft.ts';
import { OfficeHistory } from './history.tsx';
import { OfficeInvitations } from './invitations.tsx';
import { OfficeNotary } from './notary.tsx';
import { OfficePeople } from './people.tsx';
import { OfficePoster } from './poster.tsx';
import { OfficeRules, OfficeRulesForm } from './rules.tsx';
import { useOffice } from './task.ts';
import type { OfficeDoor, OfficeInvitation, OfficeView } from '../../worker/office/view.ts';
import { Recoveries } from '../recovery/record.tsx';
import { giveSecret } from '../secret/secret.ts';
import { SecretField } from '../secret/field.tsx';
import type { SignedIn } from '../../worker/session/session.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

export function OfficePage(props: { session: LinkedSession; signedIn: SignedIn; onBack: () => void }) {
  const { session, signedIn, onBack } = props;
  const [opened, setOpened] = useState<OfficeView | null>(null);
  // The authority's key is forgotten with the page. A session that has ended has forgotten it before.
  useEffect(() => () => void session.office.close().catch(() => undefined), [session]);
  return (
    <div class="office">
      <BackLink onClick={onBack}>{t('case.back')}</BackLink>
      {opened === null ? (
        <Unlock session={session} method={signedIn.method} onOpen={setOpened} />
      ) : (
        <Opened session={session} signedIn={signedIn} first={opened} />
      )}
    </div>
  );
}

function Unlock(props: {
  session: LinkedSession;
  method: SignedIn['method'];
  onOpen: (view: OfficeView) => void;
}) {
  const { session, method, onOpen } = props;
  const [secret, setSecret] = useState('');
  const { busy, failure, run } = useTask();
  const submit = async (event: Event) => {
    event.preventDefault();
    const view = await run(() => giveSecret(session, method, secret)((given) => session.office.open(given)));
    if (view !== undefined) onOpen(view);
  };
  return (
    <>
      <Heading>{t('office.title')}</Heading>
      <p>{t('office.unlock')}</p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <TaskFailure task={{ failure }} />
        <SecretField session={session} method={method} value={secret} onInput={setSecret} />
        {busy && <Progress label={t('office.opening')} />}
        <div class="actions">
          <Button type="submit" busy={busy}>
            {t('office.open')}
          </Button>
        </div>
      </form>
    </>
  );
}

type Screen =
  | { readonly at: 'overview' | 'rules' }
  | { readonly at: 'door'; readonly door: OfficeDoor }
  | { readonly at: 'admit'; readonly invitation: OfficeInvitation };

function Opened(props: { session: LinkedSession; signedIn: SignedIn; first: OfficeView }) {
  const { session, signedIn, first } = props;
  const office = useOffice(session, first);
  const [screen, setScreen] = useState<Screen>({ at: 'overview' });
  const overview = () => {
    office.task.clear();
    setScreen({ at: 'overview' });
  };
  if (screen.at === 'door') return <OfficeDoorForm office={office} door={screen.door} onDone={overview} />;
  if (screen.at === 'admit') {
    return (
      <OfficeAdmit me={signedIn.person} office={office} invitation={screen.invitation} onDone={overview} />
    );
  }
  if (screen.at === 'rules') return <OfficeRulesForm office={office} onDone={overview} />;
  const toDoor = (door: OfficeDoor) => setScreen({ at: 'door', door });
  return (
    <>
      <Heading>{t('office.title')}</Heading>
      <p class="hint">{t('office.reads')}</p>
      <OfficeNotary office={office} />
      <OfficePeople office={office} me={signedIn.person} />
      <OfficeInvitations office={office} onAdmit={(invitation) => setScreen({ at: 'admit', invitation })} />
      <OfficeDoors view={office.view} onChange={toDoor} onAdd={() => toDoor(newDoor())} />
      <OfficeRules view={office.view} onChange={() => setScreen({ at: 'rules' })} />
      <OfficePoster view={office.view} />
      <Recoveries session={session} />
      <OfficeHistory history={office.view.history} />
    </>
  );
}
