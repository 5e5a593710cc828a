/** `<Tag tone="calm|new|busy|done|late">name</Tag>`: a state in a word. The colour says nothing that the word does not. */
import type { ComponentChildren } from 'preact';

export function Tag(props: {
  tone?: 'calm' | 'new' | 'busy' | 'done' | 'late' | undefined;
  children: ComponentChildren;
}) {
  return <span class={`tag ${props.tone ?? 'calm'}`}>{props.children}</span>;
}
