import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createBell } from '../../../desktop/core/bell.ts'
import type { BellPorts, Socket, StateFile } from '../../../desktop/core/ports.ts'
import { createRequester } from '../../../desktop/node/rest-requester.ts'
import { createStateFile } from '../../../desktop/node/state-file.ts'
import { createWsTransport } from '../../../desktop/node/ws-transport.ts'
import { hostClock } from '../../../shared/clock.ts'
import { SOCKET_PATH } from '../../../shared/protocol/limits.ts'
import type { ClientLine } from '../check/client-history.ts'
import type { ClientOptions } from '../rig/client-child.ts'
import { readInbox } from '../rig/inbox-file.ts'
import { openJournal } from '../rig/journal.ts'
import { readAddress } from '../rig/run-files.ts'
import { createSteps } from '../rig/steps.ts'

/**
 * The real core with the adapters of a real host, in a process of its own. Only its voice and its screen are of paper:
 * they take their time, and write down what they did. Every one of its doings is a step at which it can be killed.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as ClientOptions
const clock = hostClock(globalThis)
const journal = openJournal(options.journal)
const write = (line: ClientLine) => journal.append(line)
const { step, arm } = createSteps(
  () => process.kill(process.pid, 'SIGKILL'),
  (name) => process.send?.({ step: name }),
)
const SPEECH_MS = options.marksBeforePlaying === true ? 1_000 : 8
const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))

const voice: BellPorts['voice'] = {
  async speak({ text }) {
    step('before voice')
    const spoken = pause(SPEECH_MS).then(() => {
      step('in voice')
      write({ t: 'said', text })
    })
    if (options.marksBeforePlaying === true) await pause(0)
    else await spoken
    step('after voice')
    return 'ok'
  },
  stop() {},
}

const dialog: BellPorts['dialog'] = {
  async show({ reminder: { id, n }, text }) {
    step('before dialog')
    write({ t: 'shown', id, n, text })
    step('after dialog')
    return 'ok'
  },
  dismiss() {},
}

function file(name: string): StateFile {
  const real = createStateFile(join(options.stateDir, name))
  return {
    ...real,
    async write(text) {
      step(`before write ${name}`)
      await real.write(text)
      if (name === 'inbox.json') {
        const { seq, open } = readInbox(text)
        write({ t: 'stored', seq, announced: open.map(({ id, announced }) => ({ id, n: announced })) })
        process.send?.({ stored: { seq, unannounced: open.filter(({ n, announced }) => announced < n).length } })
      }
      step(`after write ${name}`)
    },
  }
}

/** Every frame in and out is a step. The address is looked up anew for each attempt: a server that was killed has another. */
const transport: BellPorts['transport'] = {
  connect(_url, subprotocol, events) {
    const url = new URL(SOCKET_PATH, (readAddress(options.dir) ?? '').replace(/^http/, 'ws')).href
    const socket: Socket = createWsTransport().connect(url, subprotocol, {
      ...events,
      message(text) {
        step('before frame')
        events.message(text)
        step('after frame')
      },
    })
    return {
      ...socket,
      send(text) {
        step('before send')
        socket.send(text)
        step('after send')
      },
    }
  },
}

function start(): void {
  write({ t: 'start' })
  if (options.crash !== undefined) arm(options.crash)
  const url = readAddress(options.dir) ?? ''
  const bell = createBell(
    {
      transport,
      requester: createRequester(url, options.token),
      voice,
      chime: { play: async () => 'none' },
      notifier: { show: async () => 'none', dismiss() {} },
      dialog,
      files: { inbox: file('inbox.json'), answers: file('answers.json'), settings: file('settings.json') },
      clock,
      random: { next: Math.random, uuid: randomUUID },
      log: { info() {}, warn() {}, error() {} },
    },
    { url, token: options.token, device: { app: 'faults', version: '0', platform: 'test' } },
  )
  void bell.start()
}

process.on('message', (message: Record<string, unknown>) => {
  if ('start' in message) start()
})
process.on('disconnect', () => process.exit(1))
process.send?.({ loaded: true })
if (options.waits !== true) start()
