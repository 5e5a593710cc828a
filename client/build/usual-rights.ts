import type { Plugin } from 'vite';
import { doorKinds } from '../../server/api/directory.ts';
import { languages } from '../messages/languages.ts';
import { readMessages } from '../messages/plugin.ts';

/**
 * Writes what is said of rights where no office has said it: one file of text for each kind of door and language,
 * `rights/usual.public.en.txt`: for the reporter's page when it is wanted, and for the server where there is no JavaScript.
 */
export function usualRightsTexts(): Plugin {
  return {
    name: 'sotto:usual-rights',
    apply: 'build',
    generateBundle() {
      if (this.environment.name !== 'client') return;
      for (const language of languages) {
        const messages = readMessages('officer', language);
        const say = (...keys: string[]) => keys.map((key) => messages[key]);
        const help = say('setup.default.emergency.name', 'setup.default.emergency.what').join(': ');
        for (const kind of doorKinds) {
          const rights = say(`setup.default.rights.${kind}`, 'setup.default.rights.common');
          const source = [...rights, help].join('\n\n');
          this.emitFile({ type: 'asset', fileName: `rights/usual.${kind}.${language}.txt`, source });
        }
      }
    },
  };
}
