import * as z from 'zod/mini';
import { LIMITS } from '../../../server/api/limits.ts';

/** What somebody wrote, and may not leave out. */
export const text = z.string().check(z.minLength(1), z.maxLength(LIMITS.textCharacters));

/** The same where it may be empty. */
export const anyText = z.string().check(z.maxLength(LIMITS.textCharacters));

/** A line: a name, a place, a post. */
export const line = z.string().check(z.maxLength(LIMITS.lineCharacters));

/** The same where it may not be left out. */
export const fullLine = z.string().check(z.minLength(1), z.maxLength(LIMITS.lineCharacters));
