/** What an officer writes of a risk that is as high as any. */
export const HIGH_RISK = {
  stage: 'during',
  likelihood: 'certain',
  seriousness: 'extreme',
  people: 'few',
  knowing: 'few',
  accused: 'few',
  subject: '',
  text: '',
} as const;
