/** What the link that opened the page asks for. */
export type Link =
  | { readonly kind: 'setup'; readonly token: string }
  | { readonly kind: 'invitation'; readonly token: string; readonly authority: string };

/** Reads the fragment of an address, `#setup=TOKEN` or `#invite=TOKEN&authority=KEY`. */
export function linkOf(fragment: string): Link | null {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const setup = fields.get('setup');
  if (setup !== null) return { kind: 'setup', token: setup };
  const invite = fields.get('invite');
  return invite === null
    ? null
    : { kind: 'invitation', token: invite, authority: fields.get('authority') ?? '' };
}
