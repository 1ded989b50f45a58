import { hostClock } from '../../../shared/clock.ts'
import { makeUpdateKey } from './make-update-key.ts'
import { signUpdates } from './sign-updates.ts'

/** The commands of a release's makers, by hand or in CI: `npm run make-update-key -- FILE`, `npm run sign-updates -- DIR`. */

const USAGE = `npm run make-update-key -- FILE
npm run sign-updates -- DIR [--staging=PERCENT] [--valid-days=DAYS]`
/** Longer, a manifest that nobody renews would be believed for ever. */
const MOST_DAYS = 730

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function main([act, ...args]: string[]): Promise<void> {
  const place = args.find((argument) => !argument.startsWith('--'))
  if (place === undefined) throw new Error(USAGE)
  if (act === 'key') return await makeUpdateKey(place, say)
  if (act === 'sign') {
    const staging = wholeNumber(args, 'staging', 0, 100)
    const validDays = wholeNumber(args, 'valid-days', 1, MOST_DAYS)
    return await signUpdates(place, { staging, validDays, env: process.env, now: hostClock(globalThis).now() }, say)
  }
  throw new Error(USAGE)
}

/** Reads `--name=…`; `undefined` when it is left out. Throws an Error that names the bounds. */
function wholeNumber(args: readonly string[], name: string, least: number, most: number): number | undefined {
  const given = args.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3)
  if (given === undefined) return undefined
  const value = /^\d{1,4}$/.test(given) ? Number(given) : Number.NaN
  if (!(value >= least && value <= most)) throw new Error(`--${name} wants a whole number from ${least} to ${most}`)
  return value
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
