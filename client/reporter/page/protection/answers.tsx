/** What officers ask about the reporter's protection, and the answer in one press. */
import { useState } from 'preact/hooks';
import type { MeasureQuestion, ReferralQuestion } from '../../../case/fold/protection.ts';
import { ANSWER_DAYS } from '../../../case/fold/referral.ts';
import { helpings } from '../../../case/kinds/choices.ts';
import { addDays } from '../../../case/kinds/days.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { TextArea } from '../../../parts/text-area.tsx';
import { lengthProblem, OneTap } from '../frame/form.tsx';
import type { OwnView } from '../../worker/own-case.ts';
import type { Saying } from '../../worker/saying.ts';
import type { RoomProps } from './room.ts';

interface Props extends Pick<RoomProps, 'guard' | 'onArrived'> {
  /** Words to go with answers, by question. */
  typed: Readonly<Record<string, string>>;
  onTyped: (id: string, text: string) => void;
}

export function Questions({ view, ...props }: Props & { view: OwnView }) {
  const { measureQuestions, referralQuestions } = view.protection;
  return (
    <>
      {measureQuestions.map((one) => one.answer === null && <Measure key={one.id} of={one} {...props} />)}
      {referralQuestions.map(
        (one) =>
          one.answer === null && <Referral key={one.id} of={one} title={titleOf(one, view)} {...props} />,
      )}
    </>
  );
}

function Measure({ of: question, ...props }: Props & { of: MeasureQuestion }) {
  const { id, by, text } = question;
  return (
    <Question
      {...props}
      id={id}
      title={t('keep.ask.measure', { name: by })}
      text={text}
      answers={helpings.map((value) => ({ value, label: t(`keep.helped.${value}`) }))}
      say={(helped, words) => ({ what: 'measure-answer', question: id, helped, text: words })}
    />
  );
}

function titleOf({ by: name, to, isName }: ReferralQuestion, { identity }: OwnView): string {
  if (!isName) return t('keep.ask.referral', { name, to });
  return t(identity.originals.length > 0 ? 'keep.ask.original' : 'keep.ask.name', { name, to });
}

function Referral({ of: question, ...props }: Props & { of: ReferralQuestion; title: string }) {
  const { id, text, day } = question;
  return (
    <Question
      {...props}
      id={id}
      text={text}
      hint={t('keep.ask.referral.hint', { day: formatDay(addDays(day, ANSWER_DAYS)) })}
      answers={[
        { value: 'yes', label: t('keep.agree') },
        { value: 'no', label: t('keep.against') },
      ]}
      say={(answer, words) => ({
        what: 'referral-answer',
        question: id,
        agrees: answer === 'yes',
        text: words,
      })}
    />
  );
}

function Question<V extends string>(
  props: Props & {
    id: string;
    title: string;
    text: string;
    hint?: string;
    answers: readonly { readonly value: V; readonly label: string }[];
    say: (answer: V, words: string) => Saying;
  },
) {
  const { id, title, text, hint, answers, say, guard, typed, onTyped, onArrived } = props;
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const words = typed[id] ?? '';
  return (
    <section class="card" aria-labelledby={`question-${id}`}>
      <h2 id={`question-${id}`}>{title}</h2>
      <p class="typed" dir="auto">
        {text}
      </p>
      {hint !== undefined && <p>{hint}</p>}
      <OneTap
        guard={guard}
        answers={answers}
        check={() => {
          const found = lengthProblem(words);
          setProblem(found);
          return found === undefined;
        }}
        write={(answer) => (session) => session.say(say(answer, words.trim()))}
        onWritten={(now) => {
          onTyped(id, '');
          onArrived('answer', now);
        }}
      >
        <TextArea
          id={`words-${id}`}
          label={t('keep.ask.words')}
          optional
          value={words}
          rows={2}
          most={LIMITS.textCharacters}
          error={problem}
          onInput={(typedNow) => onTyped(id, typedNow)}
        />
      </OneTap>
    </section>
  );
}
