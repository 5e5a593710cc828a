/** What all parts of a case's protection take, and stand in. */
import type { ComponentChildren } from 'preact';
import { addDays } from '../../../case/kinds/days.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import { textLength } from '../../../case/kinds/text-length.ts';
import { t } from '../../../messages/messages.ts';
import { Field } from '../../../parts/field.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import type { SignedIn } from '../../worker/session/session.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import type { Typed } from './typed.ts';

export interface PartProps {
  readonly view: OpenCase;
  readonly session: LinkedSession;
  readonly signedIn: SignedIn;
  /** UTC day by the server's clock. */
  readonly today: string;
  readonly typed: Typed;
  readonly onType: (typed: Typed) => void;
  /** Whether anything can be put on record: on the internal chain, which all of it needs. */
  readonly canWrite: boolean;
  /** Writes and, where it fails, finds out whether the case can still be read. */
  readonly write: (work: () => Promise<OpenCase>) => Promise<OpenCase>;
  readonly onChanged: (view: OpenCase) => void;
}

export const PARTS = ['standing', 'risk', 'measures', 'knowledge', 'referral', 'outcome'] as const;
export type Part = (typeof PARTS)[number];

const idOf = (part: Part) => `protection-${part}`;

/** One of the parts, to be opened. @param state in a few words, where it stands */
export function Fold({ part, state, children }: { part: Part; state: string; children: ComponentChildren }) {
  return (
    <details class="fold" id={idOf(part)}>
      <summary>
        <strong>{t(`protection.part.${part}`)}</strong> <span class="hint">{state}</span>
      </summary>
      {children}
    </details>
  );
}

/** Opens a part, and goes there. */
export function goTo(part: Part): void {
  const fold = document.getElementById(idOf(part));
  if (!(fold instanceof HTMLDetailsElement)) return;
  fold.open = true;
  fold.querySelector('summary')?.focus();
}

/** One of few, where radios would fill the screen. */
export function Select<V extends string>(props: {
  id: string;
  label: string;
  options: readonly { readonly value: V; readonly label: string }[];
  value: NoInfer<V> | '';
  error?: string | undefined;
  onChange: (value: V) => void;
}) {
  const { options, value, onChange } = props;
  return (
    <Field
      {...props}
      field={(ties) => (
        <select {...ties} value={value} onChange={(event) => onChange(event.currentTarget.value as V)}>
          {options.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      )}
    />
  );
}

/** Something somebody wrote. */
export function Said({ text }: { text: string }) {
  if (text === '') return null;
  return (
    <p class="typed" dir="auto">
      {text}
    </p>
  );
}

export function lineProblem(text: string, missing: string): string | undefined {
  if (text.trim() === '') return missing;
  return textLength(text) > LIMITS.lineCharacters
    ? t('field.long', { most: LIMITS.lineCharacters })
    : undefined;
}

export function longProblem(text: string): string | undefined {
  return textLength(text) > LIMITS.textCharacters
    ? t('field.long', { most: LIMITS.textCharacters })
    : undefined;
}

/** @param last the last day that it may be; null where there is none */
export function dayProblem(day: string, last: string | null = null): string | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));
  if (!isDay) return t('protection.day.missing');
  // Where the day has begun, by the reader's clock, before it has by the server's.
  return last !== null && day > addDays(last, 1) ? t('protection.day.ahead') : undefined;
}
