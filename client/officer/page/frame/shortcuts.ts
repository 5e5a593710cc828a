/** Single keys as a shortcut. They can be turned off, because speech input types letters (WCAG 2.1.4). */
import { createContext } from 'preact';
import { useContext, useEffect, useLayoutEffect, useRef } from 'preact/hooks';

export interface Shortcuts {
  readonly on: boolean;
  readonly turn: (on: boolean) => void;
}

export const ShortcutsContext = createContext<Shortcuts>({ on: true, turn: () => undefined });

/** Calls what belongs to a key, unless somebody is typing or a dialog is open. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const { on } = useContext(ShortcutsContext);
  const currentRef = useRef(actions);
  useLayoutEffect(() => {
    currentRef.current = actions;
  });
  useEffect(() => {
    if (!on) return undefined;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = currentRef.current[event.key];
      if (act === undefined || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [on]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
  );
}
