/** That the code for a format did not come: nothing is known of a file then, not even that it is damaged. */
export class NotLoadedError extends Error {}
