/** What was written and not sent, so that nobody leaves it behind without being asked. */
import { createContext } from 'preact';
import { useContext, useEffect, useId } from 'preact/hooks';

export class Unsent {
  readonly #fields = new Set<string>();

  mark(field: string, unsent: boolean): void {
    if (unsent) this.#fields.add(field);
    else this.#fields.delete(field);
  }

  get any(): boolean {
    return this.#fields.size > 0;
  }
}

export const UnsentContext = createContext(new Unsent());

/** Says of one field whether something stands in it that was not sent. */
export function useUnsent(unsent: boolean): void {
  const all = useContext(UnsentContext);
  const field = useId();
  useEffect(() => {
    all.mark(field, unsent);
    return () => all.mark(field, false);
  }, [all, field, unsent]);
}
