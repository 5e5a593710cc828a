/** One of those whom people can turn to besides this office. */
import { contactKinds, type Rights } from '../../../../server/api/rights.ts';
import { languages, type Language } from '../../../messages/languages.ts';
import { languageName, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Radios } from '../../../parts/radios.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import type { ErrorOf } from '../frame/step.tsx';
import { USUAL_EMERGENCY } from '../setup/defaults.ts';

type Contact = Rights['contacts'][number];

interface Props {
  id: string;
  number: string;
  contact: Contact;
  errorOf: ErrorOf;
  onChange: (part: Partial<Contact>) => void;
  onRemove: () => void;
}

export function OfficeContact(props: Props) {
  const { id, number, contact, errorOf, onChange, onRemove } = props;
  const isUsual = contact.kind === 'emergency' && contact.phone === USUAL_EMERGENCY;
  return (
    <fieldset class="door-language">
      <legend>{t('office.contact', { number })}</legend>
      <Radios
        id={`${id}-kind`}
        legend={t('office.contact.kind')}
        options={contactKinds.map((value) => ({ value, label: t(`office.contact.${value}`) }))}
        value={contact.kind}
        onChange={(kind) => onChange({ kind })}
      />
      {languages.map((one) => (
        <Words key={one} language={one} {...props} />
      ))}
      <TextField
        id={`${id}-phone`}
        label={t('office.contact.phone')}
        hint={isUsual ? t('office.contact.adapt') : undefined}
        value={contact.phone}
        error={errorOf(`${id}-phone`)}
        onInput={(phone) => onChange({ phone })}
      />
      <TextField
        id={`${id}-address`}
        label={t('office.contact.address')}
        optional
        value={contact.address}
        error={errorOf(`${id}-address`)}
        onInput={(address) => onChange({ address })}
      />
      <Button kind="quiet" onClick={onRemove}>
        {t('office.contact.remove', { number })}
      </Button>
    </fieldset>
  );
}

/** Name and purpose in one language. */
function Words({ id, contact, language, errorOf, onChange }: Props & { language: Language }) {
  const { name, what } = contact;
  return (
    <>
      <TextField
        id={`${id}-name-${language}`}
        label={t('office.contact.name', { language: languageName(language) })}
        optional={language !== 'en'}
        lang={language}
        value={name[language] ?? ''}
        error={errorOf(`${id}-name-${language}`)}
        onInput={(value) => onChange({ name: { ...name, [language]: value } })}
      />
      <TextField
        id={`${id}-what-${language}`}
        label={t('office.contact.what', { language: languageName(language) })}
        optional={language !== 'en'}
        lang={language}
        value={what[language] ?? ''}
        error={errorOf(`${id}-what-${language}`)}
        onInput={(value) => onChange({ what: { ...what, [language]: value } })}
      />
    </>
  );
}
