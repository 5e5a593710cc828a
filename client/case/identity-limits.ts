/**
 * Characters of a name, and of how to reach somebody. However they are written, six bytes each at most in JSON, both
 * fit the padding of an identity.
 */
export const MOST_NAME = 160;
export const MOST_CONTACT = 480;
