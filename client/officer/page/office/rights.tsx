/** What a door says of rights, and whom else it names: written in every language, adapted from a default. */
import { useState } from 'preact/hooks';
import type { DoorKind } from '../../../../server/api/directory.ts';
import { TEXT_CHARACTERS } from '../../../../server/api/localised.ts';
import { CONTACT_CHARACTERS, MOST_CONTACTS, type Rights } from '../../../../server/api/rights.ts';
import { languages } from '../../../messages/languages.ts';
import { formatNumber, languageName, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { TextArea } from '../../../parts/text-area.tsx';
import { usualRights } from '../setup/defaults.ts';
import type { ErrorOf } from '../frame/step.tsx';
import type { OfficeDoor } from '../../worker/office/view.ts';
import { OfficeContact } from './contact.tsx';

type Contact = Rights['contacts'][number];

export function OfficeRights(props: {
  door: Pick<OfficeDoor, 'kind' | 'rights'>;
  errorOf: ErrorOf;
  onChange: (part: Pick<OfficeDoor, 'rights'>) => void;
}) {
  const { door, errorOf } = props;
  const { kind, rights } = door;
  const onChange = (changed: Rights | undefined) => props.onChange({ rights: changed });
  return (
    <fieldset class="field" id="rights" tabIndex={-1}>
      <legend>{t('office.rights')}</legend>
      <p class="hint">{t('office.rights.hint')}</p>
      {rights === undefined ? (
        <Nothing kind={kind} onTake={onChange} />
      ) : (
        <>
          {languages.map((one) => (
            <TextArea
              key={one}
              id={`rights-${one}`}
              label={t('office.rights.in', { language: languageName(one) })}
              optional={one !== 'en'}
              lang={one}
              rows={6}
              value={rights.text[one] ?? ''}
              error={errorOf(`rights-${one}`)}
              onInput={(value) => onChange({ ...rights, text: { ...rights.text, [one]: value } })}
            />
          ))}
          <Contacts
            contacts={rights.contacts}
            errorOf={errorOf}
            onChange={(contacts) => onChange({ ...rights, contacts })}
          />
          <Button kind="quiet" onClick={() => onChange(undefined)}>
            {t('office.rights.remove')}
          </Button>
        </>
      )}
    </fieldset>
  );
}

/** A door of before there was this, or one that an office says nothing at. */
function Nothing({ kind, onTake }: { kind: DoorKind; onTake: (rights: Rights) => void }) {
  const [failed, setFailed] = useState(false);
  const take = async () => {
    setFailed(false);
    try {
      onTake(await usualRights(kind));
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <p>{t('office.rights.none')}</p>
      {failed && <Notice kind="danger">{t('failure.offline')}</Notice>}
      <Button kind="secondary" onClick={() => void take()}>
        {t('office.rights.usual')}
      </Button>
    </>
  );
}

function Contacts(props: {
  contacts: readonly Contact[];
  errorOf: ErrorOf;
  onChange: (contacts: Contact[]) => void;
}) {
  const { contacts, errorOf, onChange } = props;
  const empty: Contact = { kind: 'channel', name: { en: '' }, what: { en: '' }, phone: '', address: '' };
  return (
    <>
      {contacts.map((contact, i) => (
        <OfficeContact
          key={i}
          id={`contact-${i}`}
          number={formatNumber(i + 1)}
          contact={contact}
          errorOf={errorOf}
          onChange={(part) => onChange(contacts.map((one, at) => (at === i ? { ...one, ...part } : one)))}
          onRemove={() => onChange(contacts.filter((_, at) => at !== i))}
        />
      ))}
      <div class="actions">
        {contacts.length < MOST_CONTACTS ? (
          <Button kind="secondary" onClick={() => onChange([...contacts, empty])}>
            {t('office.contact.add')}
          </Button>
        ) : (
          <p class="hint">{t('office.contacts.most', { most: formatNumber(MOST_CONTACTS) })}</p>
        )}
      </div>
    </>
  );
}

/** What is wrong with it, by the field it is to be put right in. */
export function rightsProblems(rights: Rights | undefined): { field: string; text: string }[] {
  if (rights === undefined) return [];
  const { text, contacts } = rights;
  const missing = isEmpty(text['en']) ? [{ field: 'rights-en', text: t('office.rights.missing') }] : [];
  const long = languages
    .filter((one) => (text[one] ?? '').trim().length > TEXT_CHARACTERS)
    .map((one) => ({
      field: `rights-${one}`,
      text: t('office.rights.long', { most: formatNumber(TEXT_CHARACTERS) }),
    }));
  return [...missing, ...long, ...contacts.flatMap((contact, i) => contactProblems(contact, `contact-${i}`))];
}

function contactProblems({ name, what, phone, address }: Contact, id: string) {
  const problems: { field: string; text: string }[] = [];
  const say = (field: string, text: string) => problems.push({ field: `${id}-${field}`, text });
  const sayLong = (field: string, text: string | undefined, most: number) => {
    if ((text ?? '').trim().length > most) say(field, t('office.contact.long', { most: formatNumber(most) }));
  };
  if (isEmpty(name['en'])) say('name-en', t('office.contact.missing.name'));
  if (isEmpty(what['en'])) say('what-en', t('office.contact.missing.what'));
  if (isEmpty(phone) && isEmpty(address)) say('phone', t('office.contact.missing.reach'));
  for (const one of languages) {
    sayLong(`name-${one}`, name[one], CONTACT_CHARACTERS.name);
    sayLong(`what-${one}`, what[one], CONTACT_CHARACTERS.what);
  }
  sayLong('phone', phone, CONTACT_CHARACTERS.phone);
  sayLong('address', address, CONTACT_CHARACTERS.address);
  return problems;
}

function isEmpty(text: string | undefined): boolean {
  return (text ?? '').trim() === '';
}

/** Without spaces around, and without the languages nothing was written in. */
export function trimmedRights(
  rights: Rights | undefined,
  written: (texts: Rights['text']) => Rights['text'],
): Rights | undefined {
  if (rights === undefined) return undefined;
  const contacts = rights.contacts.map(({ kind, name, what, phone, address }) => ({
    kind,
    name: written(name),
    what: written(what),
    phone: phone.trim(),
    address: address.trim(),
  }));
  return { text: written(rights.text), contacts };
}
