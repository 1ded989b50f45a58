import { asRound } from '../../support/at-end.ts'
import { explain } from '../check/check-history.ts'
import { CLIENT_STORIES } from '../mutations/client-stories.ts'
import { DEVICE_STORIES } from '../mutations/device-stories.ts'
import { namesOf, type Story } from '../mutations/mutation.ts'
import { SERVER_STORIES } from '../mutations/server-stories.ts'
import { UNDER_LOAD } from '../mutations/under-load.ts'
import { type Round, type Run, runRounds } from './run.ts'

/** `test/faults/mutations.test.ts`, and what is too slow for it. */
export const mutations: Run = {
  name: 'mutations',
  title: 'servers, devices and clients with one fault each: the checks complain of each, and of nothing else',
  run: (options) => runRounds('mutations', options, () => round(options.say)),
}

async function round(say: (line: string) => void): Promise<Round> {
  const total: Round = { counts: { stories: 0, faults: 0 }, violations: [] }
  await tellAll(SERVER_STORIES, total, say)
  await tellAll([UNDER_LOAD], total, say)
  await tellAll(DEVICE_STORIES, total, say)
  await tellAll(CLIENT_STORIES, total, say)
  return total
}

async function tellAll<Fault extends string>(
  stories: readonly Story<Fault>[],
  { counts, violations }: Round,
  say: (line: string) => void,
): Promise<void> {
  for (const { title, tell, faults, harmless = [] } of stories) {
    counts['stories'] = (counts['stories'] ?? 0) + 1
    for (const fault of [undefined, ...harmless]) {
      const found = await inScope(() => tell(fault))
      violations.push(...explain(found).map((line) => `${title}${fault === undefined ? '' : ` (${fault})`}: ${line}`))
    }
    for (const { fault, title: what, breaks } of faults) {
      counts['faults'] = (counts['faults'] ?? 0) + 1
      const names = namesOf(await inScope(() => tell(fault)))
      say(`  ${fault}: ${what} → ${names.join(' ')}`)
      const missing = breaks.filter((name) => !names.includes(name))
      if (missing.length > 0) violations.push(`${fault} was not noticed as ${missing.join(' ')}`)
    }
  }
}

/** Each telling tidies up after itself. */
function inScope<T>(tell: () => Promise<T>): Promise<T> {
  return asRound(tell, () => false)
}
