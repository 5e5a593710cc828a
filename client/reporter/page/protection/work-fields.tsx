/** Where somebody stands at work, line by line. All of it may stay empty. */
import { t } from '../../../messages/messages.ts';
import { circumstanceNames } from '../../../case/kinds/circumstances.ts';
import { TextField } from '../../../parts/text-field.tsx';
import type { Problem } from '../frame/screen.tsx';
import { lineProblem } from './incident-form.ts';
import { type WorkDraft } from './kept.ts';

export function WorkFields(props: {
  draft: WorkDraft;
  problems: readonly Problem[];
  onChange: (draft: WorkDraft) => void;
}) {
  const { draft, problems, onChange } = props;
  return (
    <>
      {circumstanceNames.map((field) => (
        <TextField
          key={field}
          id={field}
          type={field === 'contractEnd' ? 'date' : 'text'}
          label={t(`keep.field.${field}`)}
          hint={field === 'contractEnd' ? t('keep.field.contractEnd.hint') : undefined}
          optional
          value={draft[field]}
          error={problems.find(({ id }) => id === field)?.text}
          onInput={(value) => onChange({ ...draft, [field]: value })}
        />
      ))}
    </>
  );
}

export function workProblems(draft: WorkDraft): Problem[] {
  return circumstanceNames.flatMap((id) => {
    const text = lineProblem(draft[id]);
    return text === undefined ? [] : [{ id, text }];
  });
}
