import { doorKinds, type DoorKind } from '../../../../server/api/directory.ts';
import { inLanguage, languages } from '../../../messages/languages.ts';
import { languageName, t, useLanguage } from '../../../messages/messages.ts';
import { TextField } from '../../../parts/text-field.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { Checkbox } from '../../../parts/checkbox.tsx';
import type { DoorDraft } from './draft.ts';
import type { ErrorOf } from '../frame/step.tsx';
import { SetupFields, type DraftForm } from './fields.tsx';

export function SetupDoors(props: DraftForm) {
  const { draft, change } = props;
  return (
    <SetupFields
      {...props}
      name="doors"
      fields={(errorOf) =>
        doorKinds.map((kind) => (
          <DoorFields
            key={kind}
            kind={kind}
            door={draft.doors[kind]}
            errorOf={errorOf}
            change={(part) =>
              change({ doors: { ...draft.doors, [kind]: { ...draft.doors[kind], ...part } } })
            }
          />
        ))
      }
    />
  );
}

function DoorFields(props: {
  kind: DoorKind;
  door: DoorDraft;
  errorOf: ErrorOf;
  change: (part: Partial<DoorDraft>) => void;
}) {
  const { kind, door, errorOf, change } = props;
  const name = t(`setup.door.${kind}`);
  return (
    <fieldset class="door">
      <legend>{name}</legend>
      <Checkbox
        id={`door-${kind}`}
        label={t('setup.doors.open')}
        hint={inLanguage(door.text, useLanguage())}
        checked={door.open}
        error={errorOf(`door-${kind}`)}
        onChange={(open) => change({ open })}
      />
      {door.open && (
        <details
          open={languages.some(
            (language) => errorOf(`${kind}-title-${language}`) ?? errorOf(`${kind}-text-${language}`),
          )}
        >
          <summary>
            {t('setup.doors.words')}
            <span class="visually-hidden">: {name}</span>
          </summary>
          {languages.map((language) => (
            <div key={language} class="door-language">
              <TextField
                id={`${kind}-title-${language}`}
                label={t('setup.doors.title.in', { language: languageName(language) })}
                optional={language !== 'en'}
                lang={language}
                value={door.title[language]}
                error={errorOf(`${kind}-title-${language}`)}
                onInput={(value) => change({ title: { ...door.title, [language]: value } })}
              />
              <TextArea
                id={`${kind}-text-${language}`}
                label={t('setup.doors.text.in', { language: languageName(language) })}
                optional={language !== 'en'}
                lang={language}
                rows={3}
                value={door.text[language]}
                error={errorOf(`${kind}-text-${language}`)}
                onInput={(value) => change({ text: { ...door.text, [language]: value } })}
              />
            </div>
          ))}
        </details>
      )}
    </fieldset>
  );
}
