import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';

/** A question above the page. While it is open the rest can't be reached; Escape closes it. */
export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const { title, onClose, children } = props;
  const dialogRef = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const beforeRef = useRef<Element | null>(null);
  // Before anything is drawn: a key pressed in between would go to what lies below.
  useLayoutEffect(() => {
    beforeRef.current = document.activeElement;
    dialogRef.current?.showModal();
  }, []);
  // Given back once the dialog is gone: while it is there, nothing below it can have the focus.
  useEffect(
    () => () => {
      // Closed with Escape it has given the focus back already, and somebody may have moved on with it.
      const isLost = document.activeElement === null || document.activeElement === document.body;
      const before = beforeRef.current;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [],
  );
  return (
    <dialog ref={dialogRef} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
