import { languageName, t } from '../../../messages/messages.ts';
import { languages } from '../../../messages/languages.ts';
import { TextField } from '../../../parts/text-field.tsx';
import { SetupFields, type DraftForm } from './fields.tsx';

export function SetupOffice(props: DraftForm) {
  const { draft, change } = props;
  return (
    <SetupFields
      {...props}
      name="office"
      fields={(errorOf) =>
        languages.map((language) => (
          <TextField
            key={language}
            id={`name-${language}`}
            label={t('setup.office.name', { language: languageName(language) })}
            optional={language !== 'en'}
            lang={language}
            value={draft.name[language]}
            error={errorOf(`name-${language}`)}
            onInput={(value) => change({ name: { ...draft.name, [language]: value } })}
          />
        ))
      }
    />
  );
}
