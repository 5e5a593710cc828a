/** Sizes of sealed boxes: nonce 24, content, tag 16 (PROTOCOL §9). */
export const BOX_BYTES = {
  /** One seed or one key: content 32. */
  seed: 24 + 32 + 16,
  /** The record of a passkey, padded to whole 1,024: a usual credential with its key and any name fit one. */
  passkeyLeast: 24 + 1024 + 16,
  /** A credential id of 1,023 bytes, the longest there is, the longest key and a name of 60 characters fit two. */
  passkeyMost: 24 + 2 * 1024 + 16,
} as const;
