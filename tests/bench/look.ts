/** How well the look before sending finds what gives a writer away, and how long the longest text takes. */
import { look } from '../../client/reporter/look/look.ts';
import { languages } from '../../client/messages/languages.ts';
import { measure, read, sentences } from '../look/measure.ts';
import { median } from './median.ts';

const LONGEST = 50_000;

export function measureSelfCheck(): Record<string, number> {
  const results: Record<string, number> = {};
  for (const language of languages) {
    const all = measure(language, ['tuned', 'held']);
    const held = measure(language, ['held']);
    results[`selfcheck_precision_${language}`] = all.precision;
    results[`selfcheck_recall_${language}`] = all.recall;
    results[`selfcheck_held_precision_${language}`] = held.precision;
    results[`selfcheck_held_recall_${language}`] = held.recall;
  }
  return { ...results, selfcheck_50k_ms: median([0, 1, 2, 3, 4].map(lookAtLongest)) };
}

function lookAtLongest(): number {
  const texts = languages.flatMap((language) => sentences[language].tuned).map((one) => read(one).text);
  const one = texts.join('\n');
  const text = one.repeat(Math.ceil(LONGEST / one.length)).slice(0, LONGEST);
  const start = performance.now();
  look(text);
  return performance.now() - start;
}
