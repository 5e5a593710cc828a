/** Where somebody stands at work: what retaliation would change. All of it may be left out. */
import * as z from 'zod/mini';
import { day } from '../../../server/api/wire.ts';
import { line } from './text.ts';

export const circumstanceFields = {
  post: line,
  grade: line,
  pay: line,
  appraisal: line,
  shift: line,
  place: line,
  supervisor: line,
  contractEnd: z.nullable(day),
};

export const circumstances = z.strictObject(circumstanceFields);

export type Circumstances = z.output<typeof circumstances>;
export type Circumstance = keyof Circumstances;

/** In the order they are asked in. */
export const circumstanceNames = Object.keys(circumstanceFields) as Circumstance[];
