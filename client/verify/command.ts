/**
 * `node dist/client/verify/command.js FILE [six words]`: checks a proof of disclosure without any server. A program of
 * its own, since it opens what is in the file, which the server can't. Ends with 0 for true, 1 for not true, 2 where
 * it cannot be told.
 */
import { readFile } from 'node:fs/promises';
import { ready } from '../../crypto/sodium.ts';
import { verdictOn, type Verdict } from './verdict.ts';

const [path = '', words] = process.argv.slice(2);

function tell(verdict: Verdict): number {
  if (verdict.is === 'newer') return say(2, 'Cannot be told: this program is older than the proof.');
  if (verdict.is === 'false') return say(1, `Not true: ${verdict.reason}.`);
  const { told } = verdict;
  const office = told.authorityWords.join(' ');
  if (words !== undefined && words.trim().split(/\s+/).join(' ') !== office)
    return say(1, `Not true of this office: the proof's six words are ${office}.`);
  const { report, entries } = told;
  console.log(`For: ${told.for}`);
  console.log(`Office: ${told.office['en'] ?? ''}, entrance: ${told.door['en'] ?? ''}`);
  console.log(`Report received on ${report.day}${report.said === null ? ', content withheld' : ''}`);
  if (report.said !== null) console.log(report.said.text);
  for (const { day, item } of entries) console.log(`${day} ${item === null ? 'withheld' : itemName(item)}`);
  for (const { incident, knew } of told.story?.timings ?? []) {
    console.log(`Done to the author (${incident.when ?? 'day not known'}): ${incident.forms.join(', ')}`);
    for (const { by, days } of knew ?? []) console.log(`  known ${days} days before by ${by.who}`);
  }
  if (verdict.is === 'open')
    return say(2, 'Cannot be told in full: the log of a day in it was not closed when it was made.');
  return say(0, `True${words === undefined ? `, if the office's six words are: ${office}` : ''}.`);
}

function itemName(item: { kind: string; author: { role: string; name?: string } }): string {
  return `${item.kind.replace('?', '')}, by ${item.author.name ?? 'the author'}`;
}

function say(status: number, words: string): number {
  console.log(words);
  return status;
}

try {
  await ready();
  process.exitCode = tell(verdictOn(await readFile(path)));
} catch (error) {
  console.error(`The file could not be read: ${(error as Error).message}`);
  process.exitCode = 2;
}
