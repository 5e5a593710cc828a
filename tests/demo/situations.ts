/** What the demo's reports say: invented, from the situations this line is for. No real person or place. */
import type { StatusChange } from '../../client/case/kinds/choices.ts';

export interface Situation {
  readonly door: 'official' | 'public';
  readonly language: 'en' | 'fr' | 'ar';
  readonly text: string;
  readonly where?: string;
}

const en = (door: Situation['door'], text: string, where?: string): Situation => ({
  door,
  language: 'en',
  text,
  ...(where !== undefined && { where }),
});
const fr = (door: Situation['door'], text: string): Situation => ({ door, language: 'fr', text });
const ar = (door: Situation['door'], text: string): Situation => ({ door, language: 'ar', text });

export const SITUATIONS: readonly Situation[] = [
  en(
    'official',
    'The night shift at our post lets the same white van through without opening it. The shift leader waves, and nobody writes it down.',
    'The north crossing',
  ),
  en(
    'official',
    'Work permits for dancers are stamped in ten minutes when they come through one agency. All others wait six weeks.',
    'Permit office, second floor',
  ),
  en(
    'public',
    'My neighbour was promised a job in a kitchen. The recruiter keeps her passport and says the police are his friends.',
  ),
  en(
    'official',
    'The club on the ring road always knows the day before we come. Three raids, and three times it was empty.',
    'Vice unit',
  ),
  en(
    'public',
    'To get a visa you must go through a middleman. At the window they send you back until you have paid him.',
  ),
  fr(
    'official',
    'Un collègue reçoit seul les demandeurs de visa, porte fermée, après la fermeture du guichet. Les dossiers n’ont pas de trace d’accord.',
  ),
  en(
    'official',
    'A victim was put on a plane the morning before she was to testify. The order has no name under it.',
    'Removal unit',
  ),
  en(
    'public',
    'The girl who came back in March is gone again. The same car fetched her from the shelter’s street.',
  ),
  ar('public', 'يأخذ المشرف جوازات العمال ويقول إن الشرطة ستعيد كل من يهرب.'),
  en(
    'official',
    'Case files of protected witnesses were opened from a terminal that belongs to nobody on the case.',
    'Records',
  ),
  en(
    'official',
    'An officer of our station works at weekends as a doorman of the bar we are supposed to inspect.',
  ),
  en(
    'public',
    'The landlord of the hostel pays somebody at the town hall so that nobody looks into the rooms.',
  ),
  fr('public', 'On m’a demandé de l’argent pour rendre mon permis de séjour, qui était déjà prêt.'),
  en(
    'official',
    'The prosecutor’s office returned the third file in a row for a missing stamp. Each time the term ran out.',
    'Registry',
  ),
  en(
    'official',
    'Fishing crews are signed off as present although they never left the boat. The forms are filled in the office.',
    'Harbour control',
  ),
  en('public', 'They told my brother to say he is eighteen. A man in uniform was in the room.'),
  en(
    'official',
    'Our unit receives boxes of perfume and telephones from an airline agent before every holiday.',
  ),
  ar('official', 'تُقبل دعوات مزورة من الشركة نفسها كل أسبوع، ولا أحد يتحقق من العنوان.'),
  en(
    'official',
    'A member of parliament called about one file, and since then the file is “with the head of department”.',
  ),
  en(
    'public',
    'The marriage bureau has a paper from the consulate for each girl before she has even applied.',
  ),
  en(
    'official',
    'The labour inspector warns two farms by telephone. I share the room with him and I hear it.',
    'Inspectorate, district office',
  ),
  en('public', 'At the checkpoint they take a part of our pay and write no receipt.'),
  fr(
    'official',
    'Le marché des repas du centre d’accueil a été attribué au beau-frère du directeur, sans appel d’offres.',
  ),
  en(
    'official',
    'The interpreter of the hearing is the cousin of the accused. Everybody on the floor knows it.',
  ),
  en(
    'official',
    'Confiscated cars stand in the yard for a month and are then sold to the same man for a tenth.',
    'Depot',
  ),
  en(
    'public',
    'I clean in a hotel. On the fourth floor the doors are locked from outside. The manager says it is arranged.',
  ),
  en('official', 'My supervisor asked me to change the date on a protocol of a search.'),
  ar('public', 'طلبوا مني مالًا كي لا تُرحَّل أختي قبل المحكمة.'),
  en(
    'official',
    'Transfers under the reporting limit come every Friday from the same twelve accounts. Compliance closed my notice in an hour.',
    'Bank supervision',
  ),
  en('public', 'The foreman sells the phone number of whoever complained to the hotline.'),
  en('official', 'A colleague looks up women in the register who have nothing to do with his cases.'),
  en('official', 'The peacekeeping contingent’s bar employs people whose papers our desk has never seen.'),
  fr('public', 'L’agence retient les passeports de toute l’équipe et dit que l’ambassade est d’accord.'),
  en('official', 'Travel expenses of two officers show hotels in a town where no operation took place.'),
  en('public', 'My daughter’s teacher asks for money before each exam, and the head of the school knows.'),
  en(
    'official',
    'We were told not to question one of the drivers because “he helps us”. He helps nobody I know.',
    'Motorway police',
  ),
  en(
    'public',
    'A building site near us lets people sleep in the cellar. An inspector came, had coffee, and left.',
  ),
  en('official', 'The tender for uniforms was written with the supplier in the room.'),
  ar('official', 'اختفت صفحتان من محضر التحقيق بعد أن سُلّم إلى المكتب.'),
  en('public', 'I paid the recruiter twice, and now he says I owe him a year of work.'),
];

/** What happened to a case, by days after the report. */
export type Step =
  | { readonly after: number; readonly act: 'open' | 'reply' | 'note' | 'answer' | 'facts' }
  | { readonly after: number; readonly act: 'status'; readonly status: StatusChange }
  /** About a sealed name: by the officer, the custodian, or the reporter. */
  | { readonly after: number; readonly act: 'ask' | 'approve' | 'refuse' | 'object' | 'disclose' };

/** How old a report is in days, and what happened to it since; one plan for each in turn. */
export const PLANS: readonly { readonly age: number; readonly steps: readonly Step[] }[] = [
  { age: 0, steps: [] },
  { age: 1, steps: [] },
  { age: 5, steps: [{ after: 1, act: 'open' }] },
  { age: 9, steps: [] },
  {
    age: 14,
    steps: [
      { after: 2, act: 'open' },
      { after: 2, act: 'reply' },
    ],
  },
  {
    age: 30,
    steps: [
      { after: 1, act: 'reply' },
      { after: 4, act: 'answer' },
    ],
  },
  {
    age: 45,
    steps: [
      { after: 3, act: 'reply' },
      { after: 5, act: 'status', status: 'assessing' },
    ],
  },
  {
    age: 70,
    steps: [
      { after: 2, act: 'reply' },
      { after: 6, act: 'answer' },
      { after: 7, act: 'note' },
      { after: 9, act: 'status', status: 'investigating' },
    ],
  },
  {
    age: 98,
    steps: [
      { after: 4, act: 'status', status: 'investigating' },
      { after: 20, act: 'facts' },
    ],
  },
  {
    age: 100,
    steps: [
      { after: 3, act: 'reply' },
      { after: 60, act: 'status', status: 'closed' },
    ],
  },
];

/** Reports with a sealed name, by their number, and what became of it. */
export const NAMED: Readonly<
  Record<number, { readonly name: string; readonly contact: string; readonly steps: readonly Step[] }>
> = {
  4: { name: 'R. Invented', contact: 'By letter only', steps: [{ after: 3, act: 'ask' }] },
  6: {
    name: 'M. Made-Up',
    contact: '',
    steps: [
      { after: 6, act: 'ask' },
      { after: 8, act: 'approve' },
    ],
  },
  7: {
    name: 'S. Nobody',
    contact: 'After six in the evening',
    steps: [
      { after: 10, act: 'ask' },
      { after: 12, act: 'approve' },
      { after: 14, act: 'object' },
    ],
  },
  8: {
    name: 'T. Fictitious',
    contact: '',
    steps: [
      { after: 5, act: 'ask' },
      { after: 7, act: 'refuse' },
    ],
  },
  16: {
    name: 'L. Imaginary',
    contact: 'Through the union',
    steps: [
      { after: 6, act: 'ask' },
      { after: 7, act: 'approve' },
      { after: 16, act: 'disclose' },
    ],
  },
};

export const IDENTITY_REASONS = {
  ask: 'The court asks whether the witness is the one of the other file.',
  approve: 'The order of the court names this report.',
  refuse: 'The inquiry can go on without the name.',
  object: 'My supervisor sits in that court every week.',
} as const;

export const REPLIES = [
  'Thank you for writing. We have read your report and we are looking into it. Do you remember which days it was?',
  'Thank you. You do not need to collect anything. Is there anything that would help us to keep you out of sight?',
  'We have received this. Please tell us only what you know already, and come back in two weeks.',
] as const;

export const ANSWERS = [
  'Mostly Tuesdays and Fridays. I would rather not say how I know.',
  'Nobody knows that I wrote. Please do not telephone the office.',
] as const;

export const NOTES = [
  'Compare with the rota before anybody is asked.',
  'Second report about the same desk.',
] as const;

export const REASONS: Readonly<Record<StatusChange, string>> = {
  assessing: 'We are checking whether this falls to us.',
  investigating: 'We have opened an inquiry. We can say little while it runs.',
  closed: 'The inquiry has ended. What you reported was confirmed, and the rules of the desk were changed.',
};
