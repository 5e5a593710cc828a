/** How high the risk of detriment is: by likelihood, from the most likely, and seriousness, from the least serious. */
import {
  likelihoods,
  seriousnesses,
  type Likelihood,
  type RiskLevel,
  type Seriousness,
} from '../kinds/choices.ts';

const [L, M, H] = ['low', 'medium', 'high'] as const;

const MATRIX: readonly (readonly RiskLevel[])[] = [
  [M, H, H, H],
  [M, M, H, H],
  [L, L, M, M],
  [L, L, L, M],
];

export function riskOf(assessed: {
  readonly likelihood: Likelihood;
  readonly seriousness: Seriousness;
}): RiskLevel {
  return MATRIX[likelihoods.indexOf(assessed.likelihood)]![seriousnesses.indexOf(assessed.seriousness)]!;
}
