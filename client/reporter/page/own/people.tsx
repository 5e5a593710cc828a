/** Choosing people who are there now, in the place of those who have left. */
import { isolate } from '../../../messages/isolate.ts';
import { t } from '../../../messages/messages.ts';
import { Choice } from '../../../parts/choice.tsx';
import { choiceId, Choices } from '../../../parts/choices.tsx';
import type { Candidate } from '../../worker/own-people.ts';

/** @param chosen ids of candidates; whoever is not among them gets nothing */
export function PeopleChoice(props: {
  id: string;
  candidates: readonly Candidate[];
  chosen: readonly string[];
  error: string | undefined;
  onChange: (chosen: readonly string[]) => void;
}) {
  const { id: group, candidates, chosen, error, onChange } = props;
  return (
    <Choices id={group} legend={t('own.people.legend')} hint={t('own.people.hint')} error={error}>
      {candidates.map(({ id, name }, i) => (
        <Choice
          key={id}
          type="checkbox"
          id={choiceId(group, i)}
          label={isolate(name)}
          checked={chosen.includes(id)}
          onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id))}
        />
      ))}
    </Choices>
  );
}
