/** What was typed or chosen in the forms of a case's protection, by form and field. It outlives the case on the page. */
export type Typed = Readonly<Record<string, string>>;

export interface Fields {
  /** What stands in a field. @param first what stood there before anybody typed */
  of(field: string, first?: string): string;
  set(field: string, value: string): void;
  /** Once it was sent. */
  clear(): void;
}

/** Those of one form. */
export function fieldsOf(typed: Typed, onType: (typed: Typed) => void, form: string): Fields {
  const name = (field: string) => `${form} ${field}`;
  return {
    of: (field, first = '') => typed[name(field)] ?? first,
    set: (field, value) => onType({ [name(field)]: value }),
    clear: () => {
      const own = Object.keys(typed).filter((key) => key.startsWith(name('')));
      onType(Object.fromEntries(own.map((key) => [key, ''])));
    },
  };
}

/** Fields that somebody wrote in, rather than chose from. */
const WRITTEN = ['text', 'reason', 'what', 'who', 'to', 'subject', 'ask'];

/** What of it would be a loss, as text to be copied. */
export function writtenIn(typed: Typed): string {
  const isWritten = (key: string) => WRITTEN.includes(key.slice(key.lastIndexOf(' ') + 1));
  return Object.entries(typed)
    .filter(([key, value]) => isWritten(key) && value.trim() !== '')
    .map(([, value]) => value)
    .join('\n\n');
}

export function isTyped(typed: Typed): boolean {
  return Object.values(typed).some((value) => value.trim() !== '');
}
