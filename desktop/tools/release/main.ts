import { makeUpdateKey } from './make-update-key.ts'
import { signUpdates } from './sign-updates.ts'

/** The commands of a release's makers, by hand or in CI: `npm run make-update-key -- FILE`, `npm run sign-updates -- DIR`. */

const USAGE = `npm run make-update-key -- FILE
npm run sign-updates -- DIR [--staging=PERCENT]`

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function main([act, ...args]: string[]): Promise<void> {
  const place = args.find((argument) => !argument.startsWith('--'))
  if (place === undefined) throw new Error(USAGE)
  if (act === 'key') return await makeUpdateKey(place, say)
  if (act === 'sign') return await signUpdates(place, { staging: percent(args), env: process.env }, say)
  throw new Error(USAGE)
}

function percent(args: readonly string[]): number | undefined {
  const given = args.find((argument) => argument.startsWith('--staging='))?.slice('--staging='.length)
  if (given === undefined) return undefined
  if (!/^(\d{1,2}|100)$/.test(given)) throw new Error('--staging wants a whole number from 0 to 100')
  return Number(given)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
