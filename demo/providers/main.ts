import { resolve } from 'node:path'
import { readConfig } from '../../server/config.ts'
import { hostClock } from '../../shared/clock.ts'
import { writeEnvFile } from './env-file.ts'
import { makeFakeKeys } from './fake-keys.ts'
import { startFakeServer } from './fake-server.ts'

/**
 * `npm run fake-providers`: WeChat Pay, Alipay and Stripe in small, for trying things out without an account and
 * without money. A server believes them only when it is started with the file that this program writes.
 */

const PORT = 8090

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function main(): Promise<void> {
  const { DATA_DIR } = readConfig(process.env)
  const keys = makeFakeKeys()
  const server = await startFakeServer({ keys, clock: hostClock(globalThis), port: PORT, say })
  const file = await writeEnvFile(resolve(DATA_DIR), server.url, keys)
  say('IMITATED payment providers, on this machine only. NO REAL MONEY.')
  say(`They listen on ${server.url}; their keys, new with every start, are in ${file}`)
  say('Start a server that believes them, and pay:')
  say('  npm run server:fake')
  say('  npm run order -- --provider wechatpay     (or alipay, stripe)')
  const stop = () => server.stop().then(() => process.exit(0))
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
