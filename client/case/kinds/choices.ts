/** What pages let somebody choose from, and entries hold. */

/** What somebody said to being reported for. */
export const consents = ['agreed', 'unasked'] as const;
export type Consent = (typeof consents)[number];

/** Statuses in the order a case goes through them; a closed case may be opened again. */
export const statuses = ['assessing', 'investigating', 'closed'] as const;
export type StatusChange = (typeof statuses)[number];

/** How soon officers mean to work on a case. */
export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

/** What retaliation looks like: the forms of Directive (EU) 2019/1937, article 19, (a) to (o), and what is none of them. */
export const forms = [
  'dismissal',
  'demotion',
  'duties',
  'training',
  'appraisal',
  'discipline',
  'harassment',
  'discrimination',
  'permanent',
  'temporary',
  'harm',
  'blacklisting',
  'contract',
  'licence',
  'medical',
  'other',
] as const;
export type Form = (typeof forms)[number];

/** Attempts and threats count as what happened does. */
export const incidentStates = ['happened', 'attempted', 'threatened'] as const;
export type IncidentState = (typeof incidentStates)[number];

/** Days after the report at which its reporter is asked whether anything has changed. */
export const checkInDays = [30, 60, 90, 180, 365] as const;
export type CheckInDay = (typeof checkInDays)[number];

/** Whether a measure helped whom it was for. */
export const helpings = ['yes', 'partly', 'no'] as const;
export type Helping = (typeof helpings)[number];

/** How somebody learned of a report. */
export const learnings = ['disclosure', 'interview', 'referral', 'identity', 'other'] as const;
export type Learning = (typeof learnings)[number];

/** When the risk of detriment is looked at. */
export const riskStages = ['intake', 'decision', 'during', 'outcome', 'after'] as const;

/** From the most to the least likely, and from the least to the most serious. */
export const likelihoods = ['certain', 'likely', 'unlikely', 'remote'] as const;
export type Likelihood = (typeof likelihoods)[number];
export const seriousnesses = ['minor', 'moderate', 'major', 'extreme'] as const;
export type Seriousness = (typeof seriousnesses)[number];

/** How many people, as far as an officer knows. */
export const sizes = ['unknown', 'few', 'some', 'many'] as const;

export const riskLevels = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof riskLevels)[number];

export const measureResults = ['done', 'dropped'] as const;
export type MeasureResult = (typeof measureResults)[number];

/** How it ended for the reporter. */
export const outcomes = ['unharmed', 'harmed', 'mended', 'left', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];
