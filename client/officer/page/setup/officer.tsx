import { t } from '../../../messages/messages.ts';
import { TextField } from '../../../parts/text-field.tsx';
import { AccountFields } from '../secret/account-fields.tsx';
import { SetupFields, type DraftForm } from './fields.tsx';

export function SetupOfficer(props: DraftForm) {
  const { draft, change } = props;
  return (
    <SetupFields
      {...props}
      name="officer"
      fields={(errorOf) => (
        <>
          <TextField
            id="officer"
            label={t('setup.officer.name')}
            hint={t('setup.officer.name.hint')}
            value={draft.officerName}
            error={errorOf('officer')}
            onInput={(officerName) => change({ officerName })}
          />
          <p>{t('setup.officer.private')}</p>
          <AccountFields draft={draft} errorOf={errorOf} change={change} />
        </>
      )}
    />
  );
}
