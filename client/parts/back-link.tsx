/** `<BackLink onClick>name</BackLink>`: above the title of a screen. */
import type { ComponentChildren } from 'preact';

export function BackLink({ onClick, children }: { onClick: () => void; children: ComponentChildren }) {
  return (
    <button type="button" class="back" onClick={onClick}>
      {children}
    </button>
  );
}
