import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createBell } from '../../../desktop/core/bell/bell.ts'
import type { BellPorts, Socket, StateFile, Utterance } from '../../../desktop/core/ports.ts'
import { hostFetch } from '../../../desktop/core/rest/fetch.ts'
import { createRestClient } from '../../../desktop/core/rest/rest-client.ts'
import { createStateFile } from '../../../desktop/node/state-file.ts'
import { createWsTransport } from '../../../desktop/node/ws-transport.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { ClientFrame } from '../../../shared/protocol/frames.ts'
import { SOCKET_PATH } from '../../../shared/protocol/limits.ts'
import type { ClientLine } from '../check/client-history.ts'
import type { ClientOptions } from '../rig/client-child.ts'
import { readInbox } from '../rig/inbox-file.ts'
import { openJournal } from '../rig/journal.ts'
import { readAddress } from '../rig/run-files.ts'
import { createSteps } from '../rig/steps.ts'
import { createStoryClock } from '../rig/story-clock.ts'

/**
 * The real core with the adapters of a real host, in a process of its own. Only its voice and its screen are of paper:
 * they take their time, and write down what they did. Every one of its doings is a step at which it can be killed.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as ClientOptions
const story = createStoryClock(options.time ?? { origin: Date.now(), speed: 1 })
const clock = hurried(story, options.hurry ?? 1)
const journal = openJournal(options.journal)
const write = (line: ClientLine) => journal.append(line)
const { step, arm } = createSteps(
  () => process.kill(process.pid, 'SIGKILL'),
  (name) => process.send?.({ step: name }),
)
const SPEECH_MS = 8
const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))
let writing = 0
let toLose = options.loses ?? 0

const voice = {
  async speak({ text }: Utterance) {
    step('before voice')
    do await pause(SPEECH_MS)
    while (options.slowVoice === true && writing > 0)
    step('in voice')
    write({ t: 'said', text })
    step('after voice')
    return 'ok' as const
  },
  voices: async () => [],
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
    async read() {
      const text = await real.read()
      if (name === 'inbox.json' && text !== null) noteStored(text)
      return text
    },
    async write(text) {
      step(`before write ${name}`)
      writing++
      await real.write(text)
      writing--
      if (name === 'inbox.json') {
        const { seq, unannounced } = noteStored(text)
        process.send?.({ stored: { seq, unannounced } })
      }
      step(`after write ${name}`)
    },
  }
}

function noteStored(text: string): { seq: number; unannounced: number } {
  const { seq, open } = readInbox(text)
  write({ t: 'stored', seq, announced: open.map(({ id, announced }) => ({ id, n: announced })) })
  return { seq, unannounced: open.filter(({ n, announced }) => announced < n).length }
}

/** Every frame in and out is a step. The address is looked up anew for each attempt: a server that was killed has another. */
const transport: BellPorts['transport'] = {
  connect(_url, subprotocol, events) {
    const url = new URL(SOCKET_PATH, (readAddress(options.dir) ?? '').replace(/^http/, 'ws')).href
    const socket: Socket = createWsTransport().connect(url, subprotocol, {
      ...events,
      message(text) {
        if (toLose > 0 && 'type' in JSON.parse(text)) {
          toLose--
          return
        }
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
        const frame = JSON.parse(text) as ClientFrame
        if (frame.op === 'ack') write({ t: 'acked', seq: frame.seq })
        step('after send')
      },
    }
  },
}

/** Timers and all: what takes a quarter of a minute is there at once. */
function hurried(clock: Clock, times: number): Clock {
  return {
    now: clock.now,
    elapsed: () => clock.elapsed() * times,
    after: (ms, task) => clock.after(ms / times, task),
    every: (ms, task) => clock.every(ms / times, task),
  }
}

function start(): void {
  write({ t: 'start' })
  if (options.crash !== undefined) arm(options.crash)
  const url = readAddress(options.dir) ?? ''
  const bell = createBell(
    {
      transport,
      requester: createRestClient({ server: url, token: options.token, fetch: hostFetch(globalThis) }),
      voice,
      chime: { play: async () => 'none' },
      notifier: { show: async () => 'none', dismiss() {} },
      dialog,
      files: { inbox: file('inbox.json'), answers: file('answers.json'), settings: file('settings.json') },
      clock,
      random: { next: Math.random, uuid: randomUUID },
      log: { info() {}, warn() {}, error() {} },
      undoMs: 0,
    },
    { url, token: options.token, device: { app: 'faults', version: '0', platform: 'test' } },
  )
  void bell.start()
}

process.on('message', (message: Record<string, unknown>) => {
  if ('start' in message) start()
  if ('jump' in message) story.jump(message['jump'] as number)
})
process.on('disconnect', () => process.exit(1))
process.send?.({ loaded: true })
if (options.waits !== true) start()
