/** Arabic names that follow words which say that they are the writer's: no capitals show where they begin and end. */
import type { Folded } from './folded.ts';
import { words, type Span } from './rule.ts';

/** What only the writer's name follows. */
const SURE = words(
  [
    '[وف]?اسمي(?: الكامل| الحقيقي)?(?: هو)?',
    '[وف]?ادعي',
    '(?:انا )?(?:المدعوة?|الموقعة? ادناه|المسماة?)',
    'التوقيع',
    'الاسم',
    'المرسلة?',
    'معكم(?: السيدة?)?',
    '(?:ينادونني|يسمونني|يناديني|يسميني)(?: زملائي| الجميع| الناس)?',
  ],
  '[ :]{1,3}',
);

const I = words(['[وف]?انا(?: ال\\p{L}{2,10})?'], '[ :]{1,3}');

const CLOSINGS = words(
  [
    'مع (?:فائق |خالص |كامل |جزيل |اطيب )?(?:الاحترام|التحية|التحيات|الشكر|التقدير|تحياتي)(?: والتقدير| والاحترام)?',
    '[وف]?تفضلوا بقبول (?:فائق )?(?:الاحترام|الشكر|التحية)(?: والتقدير)?',
    'المخلصة?',
    'تحياتي',
    'شكرا(?: \\p{L}{1,20}){0,5}(?=[,\\n])',
    'والسلام(?: عليكم)?',
  ],
  '[\\s,.:!-]{1,8}',
);

/** Given names that many people have: after “I am” nothing else says that a name comes. */
const GIVEN = new Set(
  'محمد احمد محمود حامد حمد علي حسن حسين حسام خالد عمر عمار عماد عثمان يوسف ابراهيم اسماعيل اسحاق يعقوب موسي عيسي داود سليمان هارون ادم نوح ادريس ايوب يونس زكريا يحيي مصطفي مرتضي طه ياسين ياسر سامي سامر سمير سعيد سعد سلمان سالم سليم صالح صلاح طارق طلال وليد وائل وسيم نبيل نادر ناصر نزار نضال هاني هشام هيثم كريم كمال جمال جميل جابر باسم باسل بلال بدر بشير بشار انس اسامة اشرف ايمن امين امجد انور رامي رائد رشيد رضا رياض زياد زيد زين شادي شريف عادل عامر عباس عبد عدنان عصام علاء غسان فادي فارس فاروق فؤاد فهد فيصل فراس قاسم قيس لؤي ليث ماجد مازن ماهر مالك مجدي محسن مراد مروان معاذ منصور منير مهدي مهند نعيم فاطمة عائشة خديجة زينب مريم مني هدي هند هبة هالة هناء نور نورا نوال نجاة نجلاء نادية نادين نبيلة ندي سارة سميرة سعاد سلمي سمر سناء سهي سهام سوسن سوزان ليلي لينا لمي لمياء ليان رنا ريم رانيا رشا رحاب راما رباب رغد زهرة زكية شيماء شيرين عبير علياء غادة غدير فرح فريدة كوثر كريمة لطيفة منال ميساء ميسون مها مروة ملك ولاء وفاء وردة ياسمين يسري اسماء امل امنة اميرة امينة ايمان انعام بتول بسمة ثريا جميلة جنان حليمة حنان حنين حياة دينا دعاء دلال دنيا جورج الياس بطرس بولس جرجس حنا ميخائيل انطوان مارون شربل'.split(
    ' ',
  ),
);

/** Another part of the name comes after these. */
const PARTS = new Set(['عبد', 'بن', 'ابن', 'بنت', 'ابو', 'ابي', 'ام', 'ال']);

/** What is no name, though it stands there. */
const NOT = new Set(
  'في من علي الي عن مع هو هي انا نحن كنت كان ليس لا ما لم لن ان اني لاني التي الذي وقد قد هنا منذ بعد قبل مكتوب مذكور موجود ورد معروف سري غير ضمن بين كما حيث ثم او اعمل اكتب اسكن اقيم اريد ابلغ موظف موظفة رئيس مدير كل ليكم لكم جميعا جزيلا سلفا مقدما'.split(
    ' ',
  ),
);

export const arabicCues: readonly RegExp[] = [SURE, I, CLOSINGS];

export function findArabicNames(folded: Folded): Span[] {
  const { low } = folded;
  return [
    ...spansAfter(SURE, low, (at) => nameAt(low, at)),
    ...spansAfter(I, low, (at) => (GIVEN.has(wordAt(low, at)) ? nameAt(low, at) : 0)),
    ...spansAfter(CLOSINGS, low, (at) => {
      const length = nameAt(low, at);
      return /^[ .]{0,4}(?:\n|$)/.test(low.slice(at + length, at + length + 8)) ? length : 0;
    }),
  ];
}

function spansAfter(cue: RegExp, low: string, lengthAt: (at: number) => number): Span[] {
  const found: Span[] = [];
  for (const match of low.matchAll(cue)) {
    const from = match.index + match[0].length;
    const length = lengthAt(from);
    if (length > 0) found.push({ from, to: from + length });
  }
  return found;
}

const WORD = /\p{L}{2,20}(?!\p{L})/uy;

function wordAt(low: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(low)?.[0] ?? '';
}

/** @returns the length of a given name and what belongs to it, or 0 */
function nameAt(low: string, at: number): number {
  let previous = wordAt(low, at);
  if (previous === '' || NOT.has(previous)) return 0;
  let end = at + previous.length;
  for (let count = 1; count < 5; count++) {
    if (low[end] !== ' ') break;
    const word = wordAt(low, end + 1);
    const belongs = PARTS.has(previous) || PARTS.has(word) || word.startsWith('ال') || count === 1;
    if (word === '' || NOT.has(word) || !belongs || isNext(word, previous)) break;
    end += 1 + word.length;
    previous = word;
  }
  return end - at;
}

/** Whether “and” begins the word, and with it what is said next. */
function isNext(word: string, previous: string): boolean {
  return word.startsWith('و') && !GIVEN.has(word) && !PARTS.has(previous);
}
