/** How many colleagues must help whoever lost every way in: one alone never can, and more would lock people out (PROTOCOL §9.1). */
export const THRESHOLD = { least: 2, most: 10 } as const;
