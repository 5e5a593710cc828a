/** Base64 with padding (RFC 4648 §4), as signed notes write it. Everything else of this protocol is base64url. */
import { fromBase64url, toBase64url } from './base64url.ts';

export function toBase64(bytes: Uint8Array): string {
  const text = toBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/**
 * One spelling, as everywhere: with a second one a note could be changed, and its signatures would still be right.
 * @returns null for anything but the one spelling of some bytes
 */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || /[-_]/.test(text)) return null;
  const [, digits = '', padding = ''] = /^([^=]*)(={0,2})$/.exec(text) ?? [];
  if (digits.length + padding.length !== text.length) return null;
  return fromBase64url(digits.replaceAll('+', '-').replaceAll('/', '_'));
}
