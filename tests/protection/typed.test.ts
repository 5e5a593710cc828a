/** What is typed in the forms of a case's protection, kept above them. */
import { expect, test } from 'vitest';
import { fieldsOf, isTyped, writtenIn, type Typed } from '../../client/officer/page/protection/typed.ts';

test('each form has its own fields, and is emptied alone; what was written can be copied, what was chosen need not be', () => {
  let typed: Typed = {};
  const form = (name: string) => fieldsOf(typed, (more) => (typed = { ...typed, ...more }), name);
  expect(isTyped(typed)).toBe(false);
  form('end A').set('result', 'done');
  expect([isTyped(typed), writtenIn(typed)]).toEqual([true, '']);
  form('end A').set('text', 'Done on Monday.');
  form('end B').set('text', 'Not this one.');
  form('risk').set('subject', 'One desk');
  expect(form('end A').of('text')).toBe('Done on Monday.');
  expect(form('end').of('text', 'as at first')).toBe('as at first');
  form('end A').clear();
  expect([form('end A').of('result'), form('end B').of('text')]).toEqual(['', 'Not this one.']);
  expect(writtenIn(typed)).toBe('Not this one.\n\nOne desk');
});
