import { type RushOptions, runRush } from './run-rush.ts'
import { SCENARIOS, type Scenario, sizeOf } from './scenarios.ts'
import { type AttentionScore, scoreAttention } from './score-attention.ts'

/** One shop of the benchmark of attention. */
export interface AttentionShop {
  scenario: Scenario
  seed: number
  attention: AttentionScore
}

/** Rushes of a whole run, each with the next seed. */
const RUSHES = 3

/**
 * Runs one scenario, or all: three rushes with three seeds, and each other shop once. `ended` is called with each shop.
 * Rejects as {@link runRush}.
 */
export async function runAttention(
  options: Omit<RushOptions, 'scenario'>,
  which: Scenario | 'all',
  ended: (shop: AttentionShop) => void,
): Promise<AttentionShop[]> {
  const scenarios =
    which === 'all' ? [...Array.from({ length: RUSHES - 1 }, () => 'rush' as const), ...SCENARIOS] : [which]
  const shops: AttentionShop[] = []
  for (const [place, scenario] of scenarios.entries()) {
    const seed = options.seed + place
    const history = await runRush({ ...options, ...sizeOf(scenario, options), seed, scenario })
    const shop = { scenario, seed, attention: scoreAttention(history) }
    shops.push(shop)
    ended(shop)
  }
  return shops
}
