import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { hostClock } from '../../../shared/clock.ts'
import type { CloseName } from '../../../shared/protocol/close-codes.ts'
import { SOCKET_PATH } from '../../../shared/protocol/limits.ts'
import { type Bell, createBell } from '../../core/bell/bell.ts'
import type { BellPorts } from '../../core/ports.ts'
import { readVersion } from '../../node/read-version.ts'
import { createRequester } from '../../node/rest-requester.ts'
import { onlyOne } from '../../node/single-instance-lock.ts'
import { createStateFile } from '../../node/state-file.ts'
import { createWsTransport } from '../../node/ws-transport.ts'
import { createVoice } from '../../speech/create-voice.ts'
import { createCommands } from './commands.ts'
import { wordsFor } from './messages.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { findPairing, forgetPairing, type Pairing } from './pairing.ts'
import { createScreen, type Screen } from './screen.ts'

/** Exit codes beside 0 and 1, for whatever supervises this. */
const EXIT_REFUSED = 3
const SAY_IT_MS = 15_000

function write(text: string): void {
  process.stdout.write(text)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options.help) return write(`${USAGE}\n`)
  if (!(await onlyOne(options.stateDir))) {
    throw new Error(
      `Another listener already works in ${options.stateDir}; give this one a folder of its own: --state DIR`,
    )
  }
  const pairing = await findPairing(options)
  await ring(options, pairing)
}

/** The terminal client: the core, with this terminal as its screen and this machine's voice. */
async function ring(options: Options, pairing: Pairing): Promise<void> {
  const clock = hostClock(globalThis)
  const screen = createScreen(write, clock.now)
  const locale = options.locale ?? pairing.store.locale
  screen.speak(locale)
  screen.line(`Laidan 来单  ${pairing.server}  ${pairing.store.name}`)
  const { renderDir } = options
  if (renderDir !== undefined) mkdirSync(renderDir, { recursive: true })
  const voice = createVoice({
    platform: process.platform,
    clock,
    missing: (id) => screen.line(`${wordsFor(locale).voiceMissing} ${JSON.stringify(id)}`),
    ...(renderDir && { renderTo: (index) => join(renderDir, `${String(index).padStart(4, '0')}.wav`) }),
    report(outcome) {
      if (outcome === 'no_engine') screen.line(wordsFor(locale).noEngine)
    },
  })
  const bell = createBell(ports(options, pairing, screen, { clock, voice }), {
    url: new URL(SOCKET_PATH, pairing.server.replace(/^http/, 'ws')).href,
    token: pairing.token,
    device: { app: 'laidan-terminal', version: readVersion(), platform: process.platform },
  })

  let ending = false
  async function end(code: number): Promise<void> {
    if (ending) return process.exit(1)
    ending = true
    unsubscribe()
    await bell.stop()
    voice.close()
    process.exit(code)
  }

  const unsubscribe = bell.subscribe((event) => {
    screen.event(event)
    if (event.type === 'status' && event.status.refused !== null) void refused(event.status.refused)
  })
  async function refused(why: CloseName): Promise<void> {
    screen.line(wordsFor(locale).refused[why] ?? why)
    if (why !== 'version') await forgetPairing(options)
    // The voice says it too; whatever supervises this may then start it again.
    clock.after(SAY_IT_MS, () => end(EXIT_REFUSED))
  }

  await bell.start()
  bell.change({ locale })
  takeCommands(bell, screen, () => end(0))
  process.on('SIGINT', () => end(0))
  process.on('SIGTERM', () => end(0))
}

function ports(
  options: Options,
  pairing: Pairing,
  screen: Screen,
  host: Pick<BellPorts, 'clock' | 'voice'>,
): BellPorts {
  const file = (name: string) => createStateFile(join(options.stateDir, `${name}.json`))
  return {
    ...host,
    transport: createWsTransport(),
    requester: createRequester(pairing.server, pairing.token),
    chime: {
      async play() {
        if (!process.stdout.isTTY) return 'none'
        write('\u0007')
        return 'ok'
      },
    },
    notifier: { show: async () => 'none', dismiss() {} },
    dialog: screen.dialog,
    files: { inbox: file('inbox'), answers: file('answers'), settings: file('settings') },
    random: { next: Math.random, uuid: randomUUID },
    log: {
      info() {},
      warn: (message, facts) => screen.line(`${message} ${JSON.stringify(facts ?? {})}`),
      error: (message, facts) => screen.line(`${message} ${JSON.stringify(facts ?? {})}`),
    },
  }
}

function takeCommands(bell: Bell, screen: Screen, quit: () => void): void {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', createCommands(bell, screen, quit))
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
