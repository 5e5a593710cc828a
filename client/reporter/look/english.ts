/** What gives a writer away in English. Letters are small and without accents, see `folded.ts`. */
import { numbered, perhapsNumbered } from './identifier.ts';
import { momentRules } from './moment.ts';
import { NameFinder } from './person.ts';
import { after, before, words, type Rule } from './rule.ts';

const WORD = "\\p{L}[\\p{L}'-]{0,20}";
const FEW = '(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[2-9]|1[0-2])';
const TEAM =
  '(?:team|unit|office|department|section|shift|crew|group|staff|desk|branch|squad|division|service)';
const PEOPLE =
  '(?:people|persons|employees|officers|members|colleagues|men|women|clerks|inspectors|guards|of us)';
const SENIOR =
  '(?:deputy|vice|assistant|acting|senior|chief|head|former|first|second|personal|private|legal|financial|security|border|customs|police|immigration|consular|visa|night|shift|duty|prison|court|project|executive|general|regional|technical)';
const JOB =
  '(?:head|chief|director|manager|deputy|secretary|accountant|driver|officer|inspector|clerk|nurse|doctor|lawyer|interpreter|translator|treasurer|auditor|archivist|prosecutor|judge|registrar|guard|supervisor|coordinator|assistant|cashier|bookkeeper|commander|captain|lieutenant|sergeant|major|colonel|mayor|councillor|advis[eo]r|spokes(?:man|woman|person)|teacher|principal|dean|president|chair(?:man|woman|person)?|receptionist|technician|engineer|administrator|porter|caretaker|cleaner|cook|warden|consul|attache|ambassador|pilot|investigator|analyst|buyer|notary|bailiff|midwife|pharmacist|psychologist)';
const PLACE = `(?:,? (?:of|in|at|for|to|on)(?: the| a| an| our| this)?(?: ${WORD})(?: ${TEAM}| commission| authority| ministry| agency| court| centre| prison)?)`;
const BE =
  "i(?:'m| am| was|'ve been| have been| had been| became|(?: serve| work| act)(?:e?d)? as)(?: also| still| now| currently| then)?";

const alone = words([
  `only (?:i|me|myself)(?: ${WORD})?(?: (?:knew|know|saw|heard|have|had|was|were|could|can))?`,
  `only (?:the )?${WORD} and (?:i|me|myself)`,
  `(?:just|only) (?:me|us) and ${WORD}`,
  `i(?:'m| am| was) (?:probably |perhaps )?the only (?:one|person|witness)(?: (?:who|that|to|in|there|left|with)(?: ${WORD})?)?`,
  `i(?:'m| am| was) the only ${WORD} (?:who|that|to|there|left|present|on duty)`,
  'i alone (?:knew|know|saw|heard|have|had|was|could|can)',
  'i (?:have|had|hold|held|keep|kept) the only',
  `(?:nobody|no one|no-one) else (?:saw|knew|knows?|heard|was|were|has|had|could|can|noticed|works?|worked)(?: (?:it|this|that|there|about it))?`,
  `(?:(?:he|she|they) )?(?:has |had )?(?:told|said|showed|shown|gave|given|confided|sent)(?: ${WORD}){0,2} (?:nobody|no one|no-one|anyone|anybody) (?:but|except|besides|other than|apart from) me`,
  `(?:nobody|no one|no-one|none) (?:but|except|besides|other than|apart from) (?:me|myself)(?: and(?: ${WORD}){1,3})?`,
  `(?:told|showed|gave) only me`,
  'to me (?:alone|only)',
  'only to me',
  '(?:only|just) (?:the )?two of us',
  `i(?: am| was| had been)(?: on (?:duty|shift|call)| there| all)? alone(?: with (?:him|her|them|the ${WORD})| on (?:duty|shift|call)| in the ${WORD}| at the ${WORD})?`,
  `i work(?:ed)?(?: ${WORD}){0,2} alone`,
  'we were alone',
  'alone with me',
]);

const unit = words([
  `(?:our|my) (?:${WORD} )?${TEAM} of (?:only |just )?${FEW}(?: ${PEOPLE})?`,
  `(?:our|my) (?:${WORD} )?${TEAM} (?:has|have|had|is made up of|consists of|counts|numbers) (?:only |just )?${FEW} ${PEOPLE}`,
  `(?:we are|we're|we were)(?: only| just)? ${FEW}(?: (?!and|years|months|hours|times|days)${WORD})?(?: (?:in|on|at) (?:the |our )?${WORD})?(?: ${TEAM})?`,
  `there (?:are|were)(?: only| just)? ${FEW} of us(?: (?:in|on|at) (?:the |our )?${WORD})?(?: ${TEAM})?`,
  `there (?:are|were)(?: only| just)? ${FEW} ${PEOPLE} (?:in|on|at) (?:my|our) ${WORD}`,
  `(?:only |just )?${FEW} of us (?:work|worked|on|in|at|have|had|are|were|know|knew|share|do)`,
  `(?:our|my) (?:two|three|four|five|six|[2-6])-(?:person|man|woman|member) ${TEAM}`,
  `i work (?:in|with|on) an? (?:${WORD} )?${TEAM} of (?:only |just )?${FEW}(?: ${PEOPLE})?`,
  `with (?:only|just) (?:one|${FEW}) (?:other )?colleagues?`,
]);

const ownRole = words([
  `${BE} (?:the (?:only|sole) (?!one|person|witness)${WORD}|(?:the |his |her |their )?(?:(?:the )?\\p{L}{2,20}'s? )?(?:${SENIOR} ){0,2}${JOB}${PLACE})`,
  `${BE} (?:the |his |her |their |(?:the |his |her )?\\p{L}{2,20}'s? )(?:${SENIOR} ){0,2}${JOB}`,
  `${BE} (?:a |an )?${SENIOR} (?:${SENIOR} )?${JOB}${PLACE}`,
  `${BE} an? (?:${SENIOR} )?${JOB},? (?:of|in|at|for|on)(?: the| our| this)? ${WORD}(?: ${TEAM}| ${WORD})?`,
  `in my (?:role|function|capacity|position|job|work|post|duties) as (?:the |an? )?(?:${WORD})(?: (?!i |my |we )${WORD}){0,3}`,
]);

const asRole = words([
  `(?:as|being) (?:the |an? |his |her |their )?(?:${SENIOR} ){0,2}${JOB}${PLACE}?`,
  `(?:as|being) the (?:only|sole) ${WORD}${PLACE}?`,
]);

/** Somebody is something: whoever is spoken of next, or before. */
const PERSONS = /(?<![\p{L}'])(i|i'm|i've|my|we|our|he|she|they|his|her|their|it|you)(?![\p{L}])/gu;

const isWriter = (person: string | undefined) => person !== undefined && /^(?:i|my|we|our)/.test(person);

const asWriter: Rule['holds'] = (folded, span) => {
  const next = [...after(folded, span, 60).matchAll(PERSONS)][0]?.[1];
  const last = [...before(folded, span, 60).matchAll(PERSONS)].at(-1)?.[1];
  return isWriter(last ?? next);
};

export const english: readonly Rule[] = [
  { kind: 'alone', phrase: alone },
  { kind: 'unit', phrase: unit },
  { kind: 'role', phrase: ownRole },
  { kind: 'role', phrase: asRole, holds: asWriter },
  numbered('number', [
    '(?:staff|employee|personnel|payroll|badge|service|warrant|officer|identity|identification|id|social security|insurance|tax|membership|case|file|complaint|docket|incident|matter)(?: card| badge| file)?,? (?:number|no\\.?|nr\\.?|id|#)(?: is| was|:|,)?',
  ]),
  perhapsNumbered('number', ['(?:badge|case|file|docket|complaint)(?::|,)?']),
  numbered('document', [
    '(?:memo|memorandum|letter|report|document|circular|decision|order|invoice|contract|permit|licen[cs]e|visa|application|protocol|minutes|certificate|passport|ticket|receipt|instruction|directive)(?:,? (?:with|under|bearing))?(?: the)? (?:number|no\\.?|nr\\.?|ref\\.?|reference|#)(?: is| was|:|,)?',
    'ref(?:erence)?\\.?(?: number| no\\.?)?:?',
  ]),
  perhapsNumbered('document', [
    '(?:memo|memorandum|letter|report|document|circular|decision|order|invoice|contract|permit|licen[cs]e|visa|application|protocol|certificate|passport|receipt)(?::|,)?',
  ]),
  ...momentRules({
    months:
      'january|february|march|april|may|june|july|august|september|october|november|december|jan\\.?|feb\\.?|mar\\.?|apr\\.?|jun\\.?|jul\\.?|aug\\.?|sept?\\.?|oct\\.?|nov\\.?|dec\\.?',
    weekdays: 'monday|tuesday|wednesday|thursday|friday|saturday|sunday',
    joins: ' | at | on | - ',
    lead: 'at ',
    tail: ' ?[ap]\\.?m\\.?',
    minutes:
      '(?:five|ten|twenty|twenty-five|a quarter|quarter|half|[1-5]?\\d)(?: minutes)? (?:past|to) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|midnight|noon|1[0-2]|[1-9])',
    hours: "(?:1[0-2]|0?[1-9]) ?[ap]\\.?m\\.?|(?:1[0-2]|[1-9]) o'clock|midnight|noon",
  }),
];

export const englishNames = new NameFinder({
  sure: ["my (?:full |real |own )?name(?: is|:)|my name's", 'signed(?: by)?(?::|,)'],
  capital: ['(?:they|people|everybody|everyone|all|colleagues|friends) calls? me', 'i am called'],
  perhaps: [
    "i,|i'm|i am|i, the undersigned,",
    '(?:hello|hi|good (?:morning|day|evening)),? (?:this is|it is|here is)',
    'this is',
  ],
  closings: [
    '(?:best |kind |warm )?regards',
    'yours(?: truly| sincerely| faithfully)?',
    'sincerely(?: yours)?',
    'respectfully(?: yours)?',
    '(?:thank you|thanks)(?: \\p{L}{1,20}){0,5}(?=[,\\n])',
    'best wishes',
    'with respect',
  ],
  not: 'on|not|in|at|known|written|among|there|also|only|never|mentioned|listed|secret|safe|the|an?|and|i|from|no|one|very|so|head|deputy|chief|director|general|sir|madam|anonymous|nobody|somebody|citizen|muslim|christian|roma|what|how|why|when|because|but|or|who|which|with|for|if|we|he|she|they|it',
});
