import { inLanguage } from '../../../messages/languages.ts';
import { formatList, t, useLanguage } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Facts } from '../../../parts/facts.tsx';
import type { OfficeDoor, OfficeView } from '../../worker/office/view.ts';

export function OfficeDoors(props: {
  view: OfficeView;
  onChange: (door: OfficeDoor) => void;
  onAdd: () => void;
}) {
  const { view, onChange, onAdd } = props;
  const language = useLanguage();
  const names = (ids: readonly string[]) => {
    const names = ids.flatMap((id) => view.people.find((person) => person.id === id)?.name ?? []);
    return names.length === 0 ? t('office.door.none') : formatList(names);
  };
  return (
    <section aria-labelledby="doors">
      <h2 id="doors">{t('office.doors')}</h2>
      <ul class="cards">
        {view.doors.map((door) => (
          <li key={door.id}>
            <h3>
              <bdi>{inLanguage(door.title, language)}</bdi>
            </h3>
            <Facts
              facts={[
                { label: t('office.door.kind'), value: t(`setup.door.${door.kind}`) },
                { label: t('office.door.readers'), value: names(door.readers) },
                { label: t('office.door.oversight'), value: names(door.oversight) },
                { label: t('office.door.custodians'), value: names(door.custodians) },
              ]}
            />
            <div class="actions">
              <Button kind="quiet" onClick={() => onChange(door)}>
                {t('office.door.edit')}
                <span class="visually-hidden">
                  : <bdi>{inLanguage(door.title, language)}</bdi>
                </span>
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div class="actions">
        <Button kind="secondary" onClick={onAdd}>
          {t('office.door.add')}
        </Button>
      </div>
    </section>
  );
}
