/** Sizes of sealed boxes: nonce 24, content, tag 16 (PROTOCOL §9). */
export const BOX_BYTES = {
  /** One seed or one key: content 32. */
  seed: 24 + 32 + 16,
  /** The record of a passkey, padded to whole 512: a usual credential id and a short name fit one. */
  passkeyLeast: 24 + 512 + 16,
  /** A credential id of 1,023 bytes, the longest there is, and a name of 60 characters fit three. */
  passkeyMost: 24 + 3 * 512 + 16,
} as const;
