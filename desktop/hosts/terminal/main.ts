import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { hostClock } from '../../../shared/clock.ts'
import type { CloseName } from '../../../shared/protocol/close-codes.ts'
import { terminalLines } from '../../../shared/text.ts'
import { UNDO_MS } from '../../core/answers/held-answers.ts'
import { readCloudAccount } from '../../core/cloud-accounts.ts'
import { createDeviceHost } from '../../core/device/device-host.ts'
import type { DeviceFiles } from '../../core/device/device-pairing.ts'
import type { Chime } from '../../core/ports.ts'
import { type Fetch, hostFetch } from '../../core/rest/fetch.ts'
import { hasNetwork } from '../../node/has-network.ts'
import { readVersion } from '../../node/read-version.ts'
import { acquireSingleInstanceLock } from '../../node/single-instance-lock.ts'
import { createStateFile } from '../../node/state-file.ts'
import { createWsTransport } from '../../node/ws-transport.ts'
import { createPrinter } from '../../printing/create-printer.ts'
import { createVoice } from '../../speech/create-voice.ts'
import { createCommands } from './commands.ts'
import { createFileLog } from './file-log.ts'
import { terminalMessages } from './messages.ts'
import { type Options, readOptions } from './options.ts'
import { discardPairing, findPairing, type Pairing } from './pairing.ts'
import { createScreen } from './screen.ts'
import { createPlayerChime } from './sound/player-chime.ts'
import { playersOf } from './sound/players.ts'
import { createSoundFiles } from './sound/sound-files.ts'
import { startLocale } from './start-locale.ts'
import { StartFault, startMessages } from './start-messages.ts'

/** The exit code beside 0 and 1, for the program that supervises this one: the server refuses this device. */
const EXIT_REFUSED = 3
/** Time for the voice to say that the server refuses this device. */
const SAY_IT_MS = 15_000

/** The one door to the terminal: whatever a server, a customer or an error says, no escape sequence passes. */
function write(text: string, stream: NodeJS.WriteStream = process.stdout): void {
  stream.write(terminalLines(text))
}

async function main(argv: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const options = readOptions(argv, env)
  if (options.help) return write(`${startMessages(await startLocale(argv, env)).usage}\n`)
  if (!(await acquireSingleInstanceLock(options.stateDir))) {
    throw new StartFault((words) => words.alreadyHere(options.stateDir))
  }
  const fetch = hostFetch(globalThis)
  const pairing = await findPairing(options, fetch)
  await ring(options, pairing, fetch)
}

/** Runs the terminal client: the core, with this terminal as its screen and this machine's voice. */
async function ring(options: Options, pairing: Pairing, fetch: Fetch): Promise<void> {
  const clock = hostClock(globalThis)
  const screen = createScreen(write, clock.now, () => device.settings())
  const locale = options.locale ?? pairing.store.locale
  screen.speak(locale, pairing.store.timezone)
  const words = terminalMessages(locale)
  const logFile = join(options.stateDir, 'terminal.log')
  const log = createFileLog(logFile, clock.now)
  screen.line(`Laidan 来单  ${pairing.server}  ${pairing.store.name}`)
  screen.line(words.keys)
  screen.line(words.logIn(logFile))
  const { renderDir } = options
  if (renderDir !== undefined) mkdirSync(renderDir, { recursive: true })
  const voice = createVoice({
    platform: process.platform,
    clock,
    missing(voice) {
      screen.line(words.voiceMissing)
      log.warn('the chosen voice is not installed', { voice })
    },
    ...(renderDir && { renderTo: (index) => join(renderDir, `${String(index).padStart(4, '0')}.wav`) }),
    report(outcome, detail) {
      if (outcome === 'no_engine') screen.line(words.noEngine(process.platform))
      log.warn('an utterance was not heard', { outcome, detail })
    },
  })
  // What is rendered into files makes no sound, its chime included.
  const players = renderDir === undefined ? playersOf(process.platform, process.env) : []
  const chime = createPlayerChime({
    ...{ players, clock, log, lastResort: terminalBell },
    files: createSoundFiles(join(options.stateDir, 'sounds')),
    silent: () => renderDir === undefined && screen.line(words.noPlayer(process.platform)),
  })
  let ending = false
  let refusal: CloseName | undefined
  const device = createDeviceHost<Pairing>({
    ports: {
      clock,
      voice,
      systemVolume: voice.systemVolume,
      transport: createWsTransport(),
      chime,
      notifier: { show: async () => 'none', dismiss() {} },
      dialog: screen.dialog,
      printer: createPrinter({
        ...{ clock, fetch, raster: () => undefined },
        account: (service) => readCloudAccount(service, (name) => process.env[`${service}_${name}`.toUpperCase()]),
      }),
      random: { next: Math.random, uuid: randomUUID },
      log,
      undoMs: options.undoMs ?? UNDO_MS,
    },
    fetch,
    online: hasNetwork,
    files: stateFiles(options.stateDir),
    device: { app: 'laidan-terminal', version: readVersion(), platform: process.platform },
    changed() {
      if (ending) return
      const status = device.status()
      screen.event({ type: 'status', status })
      if (status.refused !== null && status.refused !== refusal) void refused(status.refused)
    },
    happened: screen.event,
  })

  async function end(code: number): Promise<void> {
    if (ending) return process.exit(1)
    ending = true
    await device.stop()
    voice.close()
    chime.close()
    process.exit(code)
  }

  async function refused(why: CloseName): Promise<void> {
    refusal = why
    // Why, the status has told.
    if (why !== 'version') {
      screen.line(words.pairAgain)
      await discardPairing(options)
    }
    clock.after(SAY_IT_MS, () => end(EXIT_REFUSED))
  }

  await device.use(pairing)
  const { volumeFloor, printing, stillOnline } = options
  device.change({
    locale,
    stillOnline,
    raiseVolume: volumeFloor !== undefined,
    ...(volumeFloor !== undefined && { volumeFloor }),
    ...(printing !== undefined && { printing }),
  })
  const lines = createInterface({ input: process.stdin })
  lines.on(
    'line',
    createCommands(device, screen, () => end(0)),
  )
  process.on('SIGINT', () => end(0))
  process.on('SIGTERM', () => end(0))
}

/**
 * Keeps the same files for whatever store this folder is paired with: the server resets an inbox of another one.
 */
function stateFiles(folder: string): DeviceFiles<Pairing> {
  const file = (name: string) => createStateFile(join(folder, `${name}.json`))
  return {
    settings: file('settings'),
    of: () => ({ inbox: file('inbox'), answers: file('answers'), printing: file('printing') }),
    ownerOf: () => folder,
    erase: async () => {},
  }
}

/** The terminal's own bell (BEL), where there is a terminal: the last resort. */
const terminalBell: Chime = {
  async play() {
    if (!process.stdout.isTTY) return 'none'
    process.stdout.write('\u0007')
    return 'ok'
  },
}

// The limit of `ulimit -f` is an error of a write, not the end: see server/main.ts.
process.on('SIGXFSZ', () => {})

const [, , ...argv] = process.argv
main(argv, process.env).catch(async (error: unknown) => {
  const text = error instanceof Error ? error.message : String(error)
  const told = error instanceof StartFault ? error.say(startMessages(await startLocale(argv, process.env))) : text
  write(`${told}\n`, process.stderr)
  process.exit(1)
})
