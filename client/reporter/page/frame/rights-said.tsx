/** What the office says of rights at a door, or what holds in general where it says nothing of its own. */
import { useEffect, useState } from 'preact/hooks';
import type { Door, DoorKind } from '../../../../server/api/directory.ts';
import { contactKinds, type Rights } from '../../../../server/api/rights.ts';
import { inLanguage } from '../../../messages/languages.ts';
import { currentLanguage, t, useLanguage } from '../../../messages/messages.ts';
import { RightsLink } from './rights-link.tsx';

export function RightsSaid({ door: { kind, rights } }: { door: Door }) {
  return rights === undefined ? <Usual kind={kind} /> : <Own rights={rights} />;
}

/** What holds in general, where the office says nothing of its own: nobody waits for it who does not want it. */
function Usual({ kind }: { kind: DoorKind }) {
  const language = useLanguage();
  const [text, setText] = useState('');
  useEffect(() => {
    void fetch(`/rights/usual.${kind}.${language}.txt`)
      .then(async (answer) => setText(answer.ok ? await answer.text() : ''))
      .catch(() => setText(''));
  }, [kind, language]);
  return text === '' ? <RightsLink /> : <Paragraphs text={text} />;
}

/** Whom to call comes first: whoever is in danger reads no law. */
function Own({ rights: { text, contacts } }: { rights: Rights }) {
  const language = currentLanguage();
  return (
    <>
      <ul>
        {contactKinds.flatMap((kind) =>
          contacts
            .filter((one) => one.kind === kind)
            .map((contact, i) => <Contact key={kind + String(i)} contact={contact} />),
        )}
      </ul>
      <div lang={text[language] ? undefined : 'en'}>
        <Paragraphs text={inLanguage(text, language)} />
      </div>
    </>
  );
}

function Paragraphs({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n\s*\n/).map((part, i) => (
        <p key={i} class="typed" dir="auto">
          {part}
        </p>
      ))}
    </>
  );
}

/** Nothing here asks anybody anything: a number is dialled by the device, an address is text to copy. */
function Contact({ contact }: { contact: Rights['contacts'][number] }) {
  const { kind, name, what, phone, address } = contact;
  const language = currentLanguage();
  const number = phone.replace(/[^\d+*#]/g, '');
  return (
    <li>
      <p>
        {t(`rights.${kind}`)}
        {': '}
        <strong translate={false}>
          <bdi>{inLanguage(name, language)}</bdi>
        </strong>
      </p>
      <p dir="auto">{inLanguage(what, language)}</p>
      {number !== '' && (
        <p>
          <a href={`tel:${number}`} dir="ltr" translate={false}>
            {phone}
          </a>
        </p>
      )}
      {address !== '' && (
        <p translate={false} dir="auto">
          {address}
        </p>
      )}
    </li>
  );
}
