/**
 * A ready instance to look at: three officers, a custodian, two doors, forty cases in several states. Everything is made by
 * the real pages' code against the real server; only the clock is the demo's, so that cases have an age.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { readConfig } from '../../server/operator/config.ts';
import { sentenceOf } from '../../server/operator/failure-words.ts';
import { newSetupToken } from '../../server/instance/instance.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { start, type Running } from '../../server/listen.ts';
import { apiOf, newOfficer, newReporter } from '../stage/running.ts';
import { FILED } from './files.ts';
import { PROTECTED, type ProtectionStep } from './protection.ts';
import {
  ANSWERS,
  IDENTITY_REASONS,
  NAMED,
  NOTES,
  PLANS,
  REASONS,
  REPLIES,
  SITUATIONS,
  type Step,
} from './situations.ts';

const DAY = 24 * 60 * 60 * 1000;
const PASSPHRASE = 'a passphrase for this demo only';

const OFFICERS = [
  { name: 'Integrity officer, ministry', account: 'ministry' },
  { name: 'Integrity officer, anti-trafficking unit', account: 'unit' },
  { name: 'Duty officer', account: 'duty' },
] as const;

const CUSTODIAN = { name: 'Custodian of identities', account: 'custodian' } as const;

const DOORS = [
  {
    kind: 'official',
    title: { en: 'I work for the state', fr: 'Je travaille pour l’État', ar: 'أعمل لدى الدولة' },
    text: {
      en: 'For officials of every rank, also former ones.',
      fr: 'Pour les agents de tout rang, anciens compris.',
      ar: 'للموظفين من كل الرتب، والسابقين أيضًا.',
    },
  },
  {
    kind: 'public',
    title: { en: 'I am a member of the public', fr: 'Je suis un particulier', ar: 'أنا من عامة الناس' },
    text: {
      en: 'For everyone, also on behalf of somebody else.',
      fr: 'Pour tous, aussi au nom de quelqu’un d’autre.',
      ar: 'للجميع، وكذلك نيابة عن شخص آخر.',
    },
  },
] as const;

const quiet = () => undefined;

/** The demo's clock: `daysAgo` days behind the real one, for server and pages alike. */
const realNow = Date.now;
function setClock(daysAgo: number): void {
  Date.now = () => realNow() - daysAgo * DAY;
}

interface Officer {
  readonly account: string;
  readonly recoveryWords: readonly string[];
}

async function makeOffice(
  running: Running,
  token: string,
): Promise<{ officers: Officer[]; custodian: Officer; authority: string }> {
  const first = new OfficerSession(apiOf(running));
  const [founder, ...others] = OFFICERS;
  const made = await first.setup.run({
    token,
    instanceName: {
      en: 'Integrity Office (demo)',
      fr: 'Bureau d’intégrité (démo)',
      ar: 'مكتب النزاهة (عرض)',
    },
    doors: DOORS,
    officerName: founder.name,
    accountName: founder.account,
    passphrase: PASSPHRASE,
  });
  const authority = await newOfficer(running, made.recoveryWords, apiOf(running), founder.account);
  await authority.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  const people: Officer[] = [{ account: founder.account, recoveryWords: made.recoveryWords }];
  for (const person of [...others, CUSTODIAN]) {
    const { name, account } = person;
    const role = person === CUSTODIAN ? 'custodian' : 'officer';
    const link = await authority.office.invite();
    const form = {
      token: link.token,
      authority: made.authority,
      accountName: account,
      passphrase: PASSPHRASE,
    };
    const taken = await new OfficerSession(apiOf(running)).invitation.takeUp(form);
    const view = await authority.office.view();
    const invitation = view.invitations.find(({ words }) => words?.join() === taken.words.join());
    if (invitation === undefined) throw new Error('the invitation was not taken up');
    const { id: one, keys } = invitation;
    const doors = view.doors.map(({ id }) => id);
    const admit = [{ invitation: one, keys: keys!, name, role, doors } as const];
    await authority.office.publish({ ...draftOf(view), admit });
    people.push({ account, recoveryWords: taken.recoveryWords });
  }
  const custodian = people.pop()!;
  return { officers: people, custodian, authority: made.authority };
}

interface SentCase {
  readonly number: number;
  readonly reference: string;
  readonly words: string;
}

/** Sends every report on its day, then lets what follows happen in the order of days. */
async function makeCases(
  running: Running,
  officers: readonly Officer[],
  custodian: Officer,
): Promise<SentCase[]> {
  const events = SITUATIONS.flatMap((_, number) => {
    const { age, steps } = PLANS[number % PLANS.length]!;
    return [{ daysAgo: age, number, step: null as Step | ProtectionStep | null }].concat(
      [...steps, ...(NAMED[number]?.steps ?? []), ...(PROTECTED[number] ?? []), ...(FILED[number] ?? [])].map(
        (step) => ({
          daysAgo: age - step.after,
          number,
          step,
        }),
      ),
    );
  }).sort((a, b) => b.daysAgo - a.daysAgo);
  const sent: SentCase[] = [];
  for (const [done, { daysAgo, number, step }] of events.entries()) {
    setClock(daysAgo);
    if (step === null) sent.push(await send(running, number));
    else
      await follow(
        running,
        officers,
        custodian,
        sent.find((one) => one.number === number)!,
        step,
      );
    if (process.stderr.isTTY) process.stderr.write(`\rPreparing the demo: ${done + 1} of ${events.length} `);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  return sent;
}

async function send(running: Running, number: number): Promise<SentCase> {
  const { door, text, language, where } = SITUATIONS[number]!;
  const reporter = await newReporter(running);
  const named = NAMED[number];
  const identity = named === undefined ? null : { name: named.name, contact: named.contact };
  const answers = where === undefined ? {} : { where };
  const draft = { door, text, language, answers, leftOut: [], identity };
  const receipt = await reporter.send(draft, quiet);
  return { number, reference: receipt.reference, words: receipt.words.join(' ') };
}

async function follow(
  running: Running,
  officers: readonly Officer[],
  custodian: Officer,
  sent: SentCase,
  step: Step | ProtectionStep,
): Promise<void> {
  const { number } = sent;
  if ('says' in step) {
    const reporter = new ReporterSession(apiOf(running));
    await reporter.open(sent.words);
    await step.says(reporter);
    return;
  }
  if ('does' in step) {
    const { account, recoveryWords } = officers[number % officers.length]!;
    const officer = await newOfficer(running, recoveryWords, apiOf(running), account);
    await officer.inbox.sync(quiet);
    const listed = (await officer.inbox.kept()).find(({ reference }) => reference === sent.reference)!;
    const { person } = await officer.profile();
    await step.does(officer.protection, await officer.cases.open(listed.id), person);
    await officer.lock();
    return;
  }
  if (step.act === 'answer' || step.act === 'facts') {
    const reporter = new ReporterSession(apiOf(running));
    await reporter.open(sent.words);
    await reporter.write(step.act === 'facts' ? 'facts' : 'message', ANSWERS[number % ANSWERS.length]!);
    return;
  }
  if (step.act === 'object') {
    const reporter = new ReporterSession(apiOf(running));
    const { identity } = await reporter.open(sent.words);
    await reporter.object(identity.requests[0]!.id, IDENTITY_REASONS.object);
    return;
  }
  const isCustodian = step.act === 'approve' || step.act === 'refuse' || step.act === 'disclose';
  const { account, recoveryWords } = isCustodian ? custodian : officers[number % officers.length]!;
  const officer = await newOfficer(running, recoveryWords, apiOf(running), account);
  const listed = (await officer.inbox.sync(quiet)).find(({ reference }) => reference === sent.reference);
  if (listed === undefined) throw new Error('a case did not reach its officer');
  const { identity } = await officer.cases.open(listed.id);
  const request = identity.requests[0]?.id ?? '';
  if (step.act === 'ask') await officer.cases.askIdentity(listed.id, IDENTITY_REASONS.ask);
  if (step.act === 'approve' || step.act === 'refuse')
    await officer.cases.decideIdentity(
      listed.id,
      request,
      step.act === 'approve',
      IDENTITY_REASONS[step.act],
    );
  if (step.act === 'disclose') await officer.cases.discloseIdentity(listed.id, request);
  if (step.act === 'reply') await officer.cases.reply(listed.id, REPLIES[number % REPLIES.length]!);
  if (step.act === 'note') await officer.cases.addNote(listed.id, NOTES[number % NOTES.length]!);
  if (step.act === 'status') await officer.cases.setStatus(listed.id, step.status, REASONS[step.status]);
  await officer.lock();
}

const env = { SOTTO_PORT: '8471', ...process.env };
const dataFolder = process.env['SOTTO_DATA'] ?? (await mkdtemp(join(tmpdir(), 'sotto-demo-')));
const pages = fileURLToPath(new URL('../../pages', import.meta.url));
const oldest = Math.max(...PLANS.map(({ age }) => age));
setClock(oldest + 1);
const config = { ...readConfig(env, pages), dataFolder, databaseUrl: null };
const running = await start(config, () => Date.now()).catch((error: unknown) => {
  process.stderr.write(`sotto: ${sentenceOf(error, config)}\n`);
  process.exit(1);
});
await ready(loadSumo); // The pages' part of this process needs Argon2id.
const token = await newSetupToken(running.context.db);
if (token === null) throw new Error(`There is an instance in ${dataFolder} already.`);
const { officers, custodian, authority } = await makeOffice(running, toBase64url(token));
const cases = await makeCases(running, officers, custodian);
setClock(0);

const url = running.url.replace('127.0.0.1', 'localhost');
// One that was answered, with most to see.
const answered = cases.find(({ number }) => number === 37)!;
console.log(`The demo is ready, with ${cases.length} cases. It is for looking only: its passphrase is public.

Report:          ${url}/#authority=${authority}
Come back with:  ${answered.words}
Officers:        ${url}/officer/
Sign in as:      ${OFFICERS.map(({ account }) => account).join(', ')}, ${CUSTODIAN.account}
Passphrase:      ${PASSPHRASE}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.stop().then(() => process.exit(0)));
}
