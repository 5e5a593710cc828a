import { LIMITS } from '../../../../server/api/limits.ts';
import { isolate } from '../../../messages/isolate.ts';
import { t } from '../../../messages/messages.ts';
import { TextArea } from '../../../parts/text-area.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { ProtectionForm, type Problems } from './form.tsx';
import { dayProblem, lineProblem, longProblem, Select, type PartProps } from './part.tsx';
import { fieldsOf, type Fields } from './typed.ts';

/** A measure that is being planned. */
export function Planning(props: PartProps) {
  const { view, session, signedIn, typed, onType, write, onChanged } = props;
  const fields = fieldsOf(typed, onType, 'measure');
  const owners = view.colleagues.reading.filter(({ isCustodian, hasLeft }) => !isCustodian && !hasLeft);
  const [what, due, text] = [fields.of('what'), fields.of('due'), fields.of('text')];
  const owner = fields.of('owner') || signedIn.person;
  return (
    <ProtectionForm
      button={t('protection.measure.save')}
      problems={{
        what: lineProblem(what, t('protection.measure.what.missing')),
        due: dayProblem(due),
        text: longProblem(text),
      }}
      send={() => write(() => session.protection.plan(view.id, { what, owner, due, text }))}
      onSent={(after) => {
        fields.clear();
        onChanged(after);
      }}
    >
      {(problems) => <PlanFields {...{ fields, problems, owner, owners }} />}
    </ProtectionForm>
  );
}

function PlanFields(props: {
  fields: Fields;
  problems: Problems;
  owner: string;
  owners: OpenCase['colleagues']['reading'];
}) {
  const { fields, problems, owner, owners } = props;
  return (
    <>
      <h3>{t('protection.measure.new')}</h3>
      <TextField
        id="measure-what"
        label={t('protection.measure.what')}
        hint={t('protection.measure.what.hint')}
        value={fields.of('what')}
        error={problems['what']}
        onInput={(value) => fields.set('what', value)}
      />
      <Select
        id="measure-owner"
        label={t('protection.measure.owner')}
        options={owners.map(({ id, name }) => ({ value: id, label: isolate(name) }))}
        value={owner}
        onChange={(value) => fields.set('owner', value)}
      />
      <TextField
        id="measure-due"
        type="date"
        label={t('protection.measure.due')}
        value={fields.of('due')}
        error={problems['due']}
        onInput={(value) => fields.set('due', value)}
      />
      <TextArea
        id="measure-text"
        label={t('protection.measure.text')}
        hint={t('protection.private')}
        optional
        rows={3}
        most={LIMITS.textCharacters}
        value={fields.of('text')}
        error={problems['text']}
        onInput={(value) => fields.set('text', value)}
      />
    </>
  );
}
