/** How much of a file is looked at in a page, in octets. */

/** A device holds it more than once while it is shown: 256 MiB. */
export const LOOK_OCTETS = 256 * 2 ** 20;

/** Longer texts make a page that can't be scrolled: 1 MiB. */
export const TEXT_OCTETS = 2 ** 20;
