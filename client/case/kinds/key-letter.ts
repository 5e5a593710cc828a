import { bytesUpTo } from '../../../server/api/wire.ts';

/** Bytes of a letter with a key in it: X-Wing ciphertext 1120, key 32, tag 16. */
const KEY_LETTER = 1120 + 32 + 16;

export const keyLetter = bytesUpTo('LetterBytes', KEY_LETTER, KEY_LETTER);
