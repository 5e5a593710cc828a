/** A name, and how to reach somebody. */
import { MOST_CONTACT, MOST_NAME } from '../../../case/kinds/identity-limits.ts';
import { textLength } from '../../../case/kinds/text-length.ts';
import { t } from '../../../messages/messages.ts';
import { TextArea } from '../../../parts/text-area.tsx';
import { TextField } from '../../../parts/text-field.tsx';

export interface Named {
  readonly name: string;
  readonly contact: string;
}

export function IdentityFields(props: {
  named: Named;
  errorOf: (id: string) => string | undefined;
  onChange: (part: Partial<Named>) => void;
}) {
  const { named, errorOf, onChange } = props;
  return (
    <>
      <TextField
        id="name"
        label={t('identity.name')}
        value={named.name}
        error={errorOf('name')}
        onInput={(name) => onChange({ name })}
      />
      <TextArea
        id="contact"
        label={t('identity.contact')}
        hint={t('identity.contact.hint')}
        rows={2}
        most={MOST_CONTACT}
        value={named.contact}
        error={errorOf('contact')}
        onInput={(contact) => onChange({ contact })}
      />
    </>
  );
}

/** What is to be put right, by field. */
export function identityProblems({ name, contact }: Named) {
  const problems: { id: string; text: string }[] = [];
  if (name.trim() === '') problems.push({ id: 'name', text: t('identity.name.missing') });
  if (textLength(name.trim()) > MOST_NAME)
    problems.push({ id: 'name', text: t('identity.name.long', { most: MOST_NAME }) });
  if (textLength(contact.trim()) > MOST_CONTACT)
    problems.push({ id: 'contact', text: t('identity.contact.long', { most: MOST_CONTACT }) });
  return problems;
}
