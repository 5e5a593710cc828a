/** What a door says of rights in an office that was set up on the page and changed nothing. */
import { languages } from '../../client/messages/languages.ts';
import { readMessages } from '../../client/messages/plugin.ts';
import type { DoorKind } from '../../server/api/directory.ts';
import type { Rights } from '../../server/api/rights.ts';

export function usualRightsAt(kind: DoorKind): Rights {
  const inAll = (...keys: string[]) =>
    Object.fromEntries(
      languages.map((language) => {
        const messages = readMessages('officer', language);
        return [language, keys.map((key) => messages[key]!).join('\n\n')];
      }),
    );
  return {
    text: inAll(`setup.default.rights.${kind}`, 'setup.default.rights.common'),
    contacts: [
      {
        kind: 'emergency',
        name: inAll('setup.default.emergency.name'),
        what: inAll('setup.default.emergency.what'),
        phone: '112',
        address: '',
      },
    ],
  };
}
