/** The vectors that are stored, by the name of their file. */
import accounts from '../../crypto/vectors/accounts.json' with { type: 'json' };
import base64url from '../../crypto/vectors/base64url.json' with { type: 'json' };
import cases from '../../crypto/vectors/cases.json' with { type: 'json' };
import chains from '../../crypto/vectors/chains.json' with { type: 'json' };
import contents from '../../crypto/vectors/contents.json' with { type: 'json' };
import directories from '../../crypto/vectors/directories.json' with { type: 'json' };
import entries from '../../crypto/vectors/entries.json' with { type: 'json' };
import files from '../../crypto/vectors/files.json' with { type: 'json' };
import framing from '../../crypto/vectors/framing.json' with { type: 'json' };
import ids from '../../crypto/vectors/ids.json' with { type: 'json' };
import letters from '../../crypto/vectors/letters.json' with { type: 'json' };
import passkeys from '../../crypto/vectors/passkeys.json' with { type: 'json' };
import proofs from '../../crypto/vectors/proofs.json' with { type: 'json' };
import recoveries from '../../crypto/vectors/recoveries.json' with { type: 'json' };
import requests from '../../crypto/vectors/requests.json' with { type: 'json' };
import slots from '../../crypto/vectors/slots.json' with { type: 'json' };
import stamps from '../../crypto/vectors/stamps.json' with { type: 'json' };
import words from '../../crypto/vectors/words.json' with { type: 'json' };
import work from '../../crypto/vectors/work.json' with { type: 'json' };
import type { Topic } from './vector.ts';

export const VECTORS = {
  base64url,
  framing,
  words,
  ids,
  slots,
  letters,
  entries,
  files,
  chains,
  directories,
  stamps,
  accounts,
  passkeys,
  requests,
  recoveries,
  contents,
  cases,
  proofs,
  work,
} as unknown as Readonly<Record<string, Topic>>;
