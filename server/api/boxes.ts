/** Sizes of sealed boxes that hold one seed or one key: nonce 24, content 32, tag 16 (PROTOCOL §9). */
export const BOX_BYTES = { seed: 24 + 32 + 16 } as const;
