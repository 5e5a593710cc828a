/** What happens in the demo to reporters who are retaliated against, and what officers do about it. All invented. */
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { ReporterSession } from '../../client/reporter/worker/session.ts';
import type { Content } from '../../client/case/kinds/table.ts';
import { dayOf } from '../../crypto/stamp.ts';

type Opened = Awaited<ReturnType<OfficerSession['cases']['open']>>;
type Officer = OfficerSession['protection'];

/** By days after the report. */
export type ProtectionStep =
  | { readonly after: number; readonly says: (reporter: ReporterSession) => Promise<unknown> }
  | {
      readonly after: number;
      readonly does: (officer: Officer, view: Opened, me: string) => Promise<unknown>;
    };

/** A UTC day, so many from the day on which a step is taken. */
const inDays = (days: number) => dayOf(Date.now() + days * 86_400_000);

export const says = (
  after: number,
  say: (reporter: ReporterSession) => Promise<unknown>,
): ProtectionStep => ({
  after,
  says: say,
});
const does = (
  after: number,
  act: (officer: Officer, view: Opened, me: string) => Promise<unknown>,
): ProtectionStep => ({ after, does: act });

const BASELINE = {
  post: 'Procurement clerk',
  grade: 'G 6',
  pay: 'Band 4',
  appraisal: 'Exceeds expectations',
  shift: 'Days',
  place: 'Main building, second floor',
  supervisor: 'Head of procurement',
  contractEnd: null,
};

const assess = (
  after: number,
  assessed: Pick<Content<'?risk'>, 'stage' | 'likelihood' | 'seriousness'> & Partial<Content<'?risk'>>,
) =>
  does(after, (officer, { id }) =>
    officer.assess(id, {
      people: 'some',
      knowing: 'few',
      accused: 'few',
      subject: '',
      text: '',
      ...assessed,
    }),
  );

const plan = (after: number, what: string, days: number) =>
  does(after, (officer, { id }, me) => officer.plan(id, { what, owner: me, due: inDays(days), text: '' }));

const record = (after: number, who: string, how: Content<'?knowledge'>['how'], text = '') =>
  does(after, (officer, { id }) => officer.record(id, { who, how, day: inDays(0), text }));

/** By the number of the report. */
export const PROTECTED: Readonly<Record<number, readonly ProtectionStep[]>> = {
  // A tender: first the shift, then the post. The second incident waits for the officers.
  37: [
    says(0, (reporter) => reporter.say({ what: 'baseline', circumstances: BASELINE })),
    assess(3, {
      stage: 'intake',
      likelihood: 'unlikely',
      seriousness: 'moderate',
      text: 'Three clerks have the file. Nobody has been told.',
    }),
    record(10, 'The head of the audit unit', 'disclosure', 'Asked for the tender file, without saying why.'),
    record(12, 'The head of procurement', 'interview'),
    says(20, (reporter) =>
      reporter.say({
        what: 'incident',
        day: inDays(-1),
        about: 'at the end of the day',
        who: 'The head of procurement',
        forms: ['duties', 'harassment'],
        state: 'happened',
        text: 'I was moved to the archive from today on. Nobody gave me a reason, and nobody speaks to me at lunch.',
      }),
    ),
    assess(21, {
      stage: 'during',
      likelihood: 'certain',
      seriousness: 'moderate',
      subject: 'Only one desk writes tenders for uniforms',
      text: 'Eight days after the interview.',
    }),
    plan(21, 'Another line of reporting, to the deputy director', 7),
    does(21, (officer, { id, protection }) =>
      officer.settle(id, protection.incidents[0]!.id, 'The deputy director has taken back the order.'),
    ),
    does(26, (officer, { id, safeguards }) =>
      officer.endMeasure(id, safeguards.measures[0]!.id, 'done', 'In force since Monday.'),
    ),
    does(30, (officer, { id, safeguards }) =>
      officer.askMeasure(
        id,
        safeguards.measures[0]!.id,
        'You report to the deputy director now. Has that helped?',
      ),
    ),
    says(31, (reporter) =>
      reporter.say({
        what: 'check-in',
        due: 30,
        changed: true,
        now: { ...BASELINE, place: 'Archive, cellar', supervisor: 'Deputy director' },
      }),
    ),
    says(31, async (reporter) => {
      const { protection } = await reporter.refresh();
      const question = protection.measureQuestions[0]!.id;
      return reporter.say({
        what: 'measure-answer',
        question,
        helped: 'partly',
        text: 'I am left alone, but still in the cellar.',
      });
    }),
    plan(40, 'Back to the office on the second floor', 20),
    says(66, (reporter) =>
      reporter.say({
        what: 'incident',
        day: inDays(0),
        about: '',
        who: 'The personnel office',
        forms: ['appraisal'],
        state: 'threatened',
        text: 'They told me that this year’s appraisal will be “different”.',
      }),
    ),
  ],
  // A protocol of a search: dealt with; the reporter was asked before it goes to the prosecutor, and may still answer.
  26: [
    says(1, (reporter) =>
      reporter.say({
        what: 'baseline',
        circumstances: { ...BASELINE, post: 'Police officer', place: 'Third precinct' },
      }),
    ),
    assess(4, {
      stage: 'intake',
      likelihood: 'likely',
      seriousness: 'extreme',
      knowing: 'few',
      text: 'Two people were in the room.',
    }),
    plan(6, 'Warn the supervisor in writing not to look for the source', 14),
    says(18, (reporter) =>
      reporter.say({
        what: 'incident',
        day: null,
        about: 'in the second week',
        who: 'My supervisor',
        forms: ['harassment'],
        state: 'attempted',
        text: 'He went through my locker while I was on patrol.',
      }),
    ),
    does(20, (officer, { id, protection }) =>
      officer.settle(id, protection.incidents[0]!.id, 'Taken up with the commander, who ordered a lock.'),
    ),
    does(22, (officer, { id }) =>
      officer.holdBack(
        id,
        { who: 'An undercover unit', how: 'disclosure', day: inDays(-1), text: '' },
        'An operation is under way at the same address.',
      ),
    ),
    does(42, (officer, { id }) =>
      officer.askReferral(
        id,
        'The public prosecutor',
        'May we hand the protocol to the public prosecutor? Your name is not in it, but two people were in the room.',
      ),
    ),
  ],
  // Witness files: closed, and made good.
  9: [
    assess(4, { stage: 'intake', likelihood: 'likely', seriousness: 'minor' }),
    says(15, (reporter) =>
      reporter.say({
        what: 'incident',
        day: inDays(-2),
        about: '',
        who: 'The head of records',
        forms: ['training'],
        state: 'happened',
        text: 'My place in the course was given to somebody else.',
      }),
    ),
    plan(16, 'A place in the next course', 30),
    does(30, (officer, { id, safeguards }) =>
      officer.endMeasure(id, safeguards.measures[0]!.id, 'done', 'Course in May.'),
    ),
    does(31, (officer, { id, protection }) =>
      officer.settle(id, protection.incidents[0]!.id, 'A place in the next course.'),
    ),
    says(61, (reporter) => reporter.say({ what: 'check-in', due: 60, changed: false, now: null })),
    does(62, (officer, { id }) =>
      officer.setOutcome(id, 'mended', 'In the course, and left in peace since.'),
    ),
  ],
  // A labour inspector's colleague: assessed as high, with a measure in time.
  28: [
    assess(6, { stage: 'during', likelihood: 'likely', seriousness: 'major', people: 'few' }),
    plan(95, 'Transfer to another department, as the reporter wishes', 30),
    says(92, (reporter) => reporter.say({ what: 'check-in', due: 90, changed: false, now: null })),
  ],
};
