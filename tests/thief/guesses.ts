/** How good a guess is. */

/**
 * How far two lists agree in their order, from -1 to 1, by ranks (Spearman). Of lists that have nothing to do with each
 * other it is 0 on average, and 1 / sqrt(n - 1) away from that.
 * @param others what has 0, 1, 2 and so on where nothing is given
 */
function agreement(values: readonly number[], others: readonly number[] = values.map((_, i) => i)) {
  const middle = (values.length - 1) / 2;
  const [one, two] = [values, others].map((list) => ranksOf(list).map((rank) => rank - middle));
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const lengths = product(one!, one!) * product(two!, two!);
  // Where all are alike there is nothing to agree with.
  return lengths === 0 ? 0 : product(one!, two!) / Math.sqrt(lengths);
}

/**
 * What chance goes beyond, with a hundred and more looks in a run, in one run of 15,000: five times as far as on average,
 * which one look of 1,700,000 is.
 */
function beyondChance(n: number): number {
  return 5 / Math.sqrt(n - 1);
}

/** A number for each of some rows, by the row's name: one thing that somebody who has the files can look at. */
export type Looks = Readonly<Record<string, ReadonlyMap<string, number>>>;

/** The looks that tell more of something than chance does. */
export function telling(truth: ReadonlyMap<string, number>, looks: Looks): string[] {
  return Object.entries(looks)
    .filter(([, look]) => {
      const names = [...truth.keys()].filter((name) => look.has(name));
      const found = names.map((name) => look.get(name)!);
      const told = Math.abs(
        agreement(
          found,
          names.map((name) => truth.get(name)!),
        ),
      );
      return names.length > 1 && told >= beyondChance(names.length);
    })
    .map(([name]) => name);
}

/** Equal values share the middle of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = values.map(() => 0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}
