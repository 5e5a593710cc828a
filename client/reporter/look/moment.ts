/** Exact times: a time of day to the minute, or any with its day. */
import { after, before, words, type Rule } from './rule.ts';

const HOUR = '(?:2[0-3]|[01]?\\d)';

/** What there is of a time in a language besides figures. */
export interface Times {
  readonly months: string;
  readonly weekdays: string;
  /** Between day and time, or time and day. */
  readonly joins: string;
  /** Before and behind a time in figures. */
  readonly lead: string;
  readonly tail: string;
  /** Times to the minute in words. */
  readonly minutes: string;
  /** Full hours. */
  readonly hours: string;
}

/** About then, or always then: in any language, since figures are the same in all. */
const VAGUE =
  /(?<!\p{L})(?:about|around|roughly|approximately|towards?|nearly|almost|every|each|always|usually|daily|opens?|closes?|or so|vers|environ|autour de|aux alentours de|a peu pres|chaque|tous les|toutes les|toujours|ouvre|ouvrent|ferme|ferment|d'habitude|حوالي|نحو|قرابة|تقريبا|كل (?:يوم|صباح|مساء|ليلة|اسبوع|شهر|جمعة|سبت|احد)|يوميا|دائما|عادة|[يت]فتح|[يت]غلق)(?!\p{L})/u;

export function momentRules(times: Times): Rule[] {
  const { months, weekdays, joins, lead, tail, minutes, hours } = times;
  const day =
    `(?:(?:${weekdays}),? )?(?:\\d{1,2}(?:st|nd|rd|th|er)?(?: of)? (?:${months})(?:,? (?:19|20)\\d\\d)?` +
    `|(?:${months}) \\d{1,2}(?:st|nd|rd|th)?(?:,? (?:19|20)\\d\\d)?` +
    `|\\d{1,2}[./-]\\d{1,2}[./-](?:\\d{4}|\\d\\d)|(?:19|20)\\d\\d-\\d\\d-\\d\\d)`;
  const clock = `(?:${lead})?${HOUR}(?:[:.h]| h | heures )[0-5]\\d(?::[0-5]\\d)?(?:${tail})?`;
  const any = `(?:${minutes}|${clock}|${hours})`;
  const dated = words([`${day},?(?:${joins})${any}`, `${any},?(?:${joins})${day}`, `${day}t${clock}`]);
  const exact = words([
    minutes,
    `(?:${lead})?${HOUR}(?:[:h]| h | heures )(?!00)[0-5]\\d(?::[0-5]\\d)?(?:${tail})?`,
  ]);
  const dotted = words([`(?:${lead})?${HOUR}\\.(?!00)[0-5]\\d(?:${tail})`]);
  const holds: Rule['holds'] = (folded, span) =>
    !VAGUE.test(before(folded, span, 40)) && !VAGUE.test(after(folded, span, 30));
  return [
    { kind: 'time', phrase: dated },
    { kind: 'time', phrase: exact, holds },
    { kind: 'time', phrase: dotted, holds },
  ];
}
