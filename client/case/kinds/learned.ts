/** Who learned of a report, how, and on which day. */
import * as z from 'zod/mini';
import { day } from '../../../server/api/wire.ts';
import { learnings } from './choices.ts';
import { anyText, fullLine } from './text.ts';

export const learned = { who: fullLine, how: z.enum(learnings), day, text: anyText };
