/** `<Details summary>more</Details>`: what not everybody needs to read. */
import type { ComponentChildren } from 'preact';

export function Details({ summary, children }: { summary: string; children: ComponentChildren }) {
  return (
    <details>
      <summary>{summary}</summary>
      <div class="more">{children}</div>
    </details>
  );
}
