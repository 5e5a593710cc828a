/** `<ProofSheet told />`: what a proof says, as whoever it is made for reads it. The same on screen and in the file. */
import '../../style/table.css';
import { isStandard } from '../../../server/api/usual-questions.ts';
import type { Item } from '../../case/fold/item.ts';
import { inLanguage } from '../../messages/languages.ts';
import { formatDay, formatList, t, useLanguage } from '../../messages/messages.ts';
import { Facts } from '../../parts/facts.tsx';
import { formsOf, SheetStory } from './story.tsx';
import type { ToldEntry, ToldProof, ToldReport } from '../sheet-data.ts';

export function ProofSheet({ told }: { told: ToldProof }) {
  const language = useLanguage();
  const door = inLanguage(told.door, language);
  return (
    <article class="sheet">
      <h2>{t('sheet.title')}</h2>
      <Facts
        facts={[
          { label: t('sheet.for'), value: told.for, isTyped: true },
          { label: t('sheet.made'), value: formatDay(told.made) },
          { label: t('sheet.office'), value: inLanguage(told.office, language) },
          { label: t('sheet.door'), value: door },
        ]}
      />
      <p>{t('sheet.author')}</p>
      <h3>{t('sheet.words')}</h3>
      <p class="sheet-words" dir="ltr">
        {told.authorityWords.join(' ')}
      </p>
      <p>{t('sheet.words.why')}</p>
      <h3>{t('sheet.report')}</h3>
      <Report report={told.report} />
      {told.entries.length > 0 && <h3>{t('sheet.entries')}</h3>}
      <ol class="timeline">
        {told.entries.map((entry, i) => (
          <Shown key={i} entry={entry} />
        ))}
      </ol>
      {told.story !== null && <SheetStory story={told.story} />}
    </article>
  );
}

function Report({ report }: { report: ToldReport }) {
  const language = useLanguage();
  const { said } = report;
  return (
    <>
      <p>
        <strong>
          {t(said === null ? 'sheet.report.withheld' : 'sheet.report.shown', { day: formatDay(report.day) })}
        </strong>
      </p>
      <Logged isLogged={report.isLogged} />
      {said !== null && (
        <>
          <p class="typed" dir="auto">
            {said.text}
          </p>
          <Facts
            facts={said.answers.map(({ id, question, text }) => ({
              label: question === null ? usualQuestion(id) : inLanguage(question, language),
              value: text,
              isTyped: true,
            }))}
          />
          <p>{t('sheet.sealedTo', { names: formatList(said.sealedTo) })}</p>
          {said.leftOut.length > 0 && <p>{t('sheet.leftOut', { names: formatList(said.leftOut) })}</p>}
        </>
      )}
    </>
  );
}

function usualQuestion(id: string): string {
  return isStandard(id) ? t(`sheet.question.${id}`) : t('sheet.question.other');
}

function Shown({ entry }: { entry: ToldEntry }) {
  const { item } = entry;
  const words = item === null ? '' : wordsOf(item);
  return (
    <li>
      <p class="event-head">
        <strong>{item === null ? t('sheet.item.withheld') : headOf(item)}</strong>{' '}
        <time dateTime={entry.day}>{formatDay(entry.day)}</time>
      </p>
      {item !== null && 'incident' in item && <Incident item={item} />}
      {words !== '' && (
        <p class="typed" dir="auto">
          {words}
        </p>
      )}
      <Logged isLogged={entry.isLogged} />
    </li>
  );
}

function Incident({ item }: { item: Extract<Item, { kind: 'incident' }> }) {
  const { when, about, who, state } = item.incident;
  const facts = [
    { label: t('sheet.incident.forms'), value: formsOf(item.incident) },
    {
      label: t('sheet.incident.when'),
      value: [when === null ? '' : formatDay(when), about].filter(Boolean).join(', '),
    },
    { label: t('sheet.incident.who'), value: who, isTyped: true },
    { label: t('sheet.incident.state'), value: t(`sheet.incident.${state}`) },
  ];
  return <Facts facts={facts.filter(({ value }) => value !== '')} />;
}

function Logged({ isLogged }: { isLogged: boolean }) {
  return <p class="hint">{t(isLogged ? 'sheet.logged' : 'sheet.stamped')}</p>;
}

type Heads = { [K in Item['kind']]?: (item: Extract<Item, { kind: K }>, name: string) => string };

/** Of what is most often shown; anything else is named by who wrote it. `name` is empty for the author. */
const HEADS: Heads = {
  access: (_, name) => t('sheet.item.access', { name }),
  status: ({ status }, name) => t(`sheet.item.status.${status}`, { name }),
  grant: ({ to }, name) => t('sheet.item.grant', { name, to }),
  incident: () => t('sheet.item.incident'),
  facts: () => t('sheet.item.facts'),
  message: (_, name) => (name === '' ? t('sheet.item.facts') : t('sheet.item.message', { name })),
  'identity-access': (_, name) => t('sheet.item.identity', { name }),
  '?knowledge': ({ learned }, name) =>
    t('sheet.item.knowledge', { name, who: learned.who, day: formatDay(learned.when) }),
};

function headOf(item: Item): string {
  const name = item.author.role === 'reporter' ? '' : item.author.name;
  const head = HEADS[item.kind] as ((item: Item, name: string) => string) | undefined;
  if (head !== undefined) return head(item, name);
  return name === '' ? t('sheet.item.author') : t('sheet.item.other', { name });
}

function wordsOf(item: Item): string {
  if ('reason' in item) return item.reason;
  return 'text' in item ? item.text : '';
}
