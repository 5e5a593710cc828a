/**
 * Characters of a name, and of how to reach somebody. However they are written, six bytes each at most in JSON, both
 * fit the padding of an identity.
 */
export const MOST_NAME = 160;
export const MOST_CONTACT = 480;

/** Bytes every identity is padded to, also one that was not given: its length tells nobody anything. */
export const IDENTITY_PADDED = 4096;

/** Bytes of a sealed identity: nonce, padded JSON, tag. */
export const IDENTITY_BOX = 24 + IDENTITY_PADDED + 16;
