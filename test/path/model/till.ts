import { type Bell, createBell } from '../../../desktop/core/bell/bell.ts'
import type { RestReply, Utterance } from '../../../desktop/core/ports.ts'
import { type HumanMove, moveOrder } from '../../../server/commands/move-order.ts'
import { writeOnce } from '../../../server/http/routing/idempotency.ts'
import { AppError } from '../../../server/lib/app-error.ts'
import { hashSecret } from '../../../server/lib/hash-secret.ts'
import { acknowledgeReminder } from '../../../server/reminders/close-reminders.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { createMemoryDisk, type MemoryDisk } from '../../desktop/core/support/memory-disk.ts'
import { mortalClock, recordingLog, seededRandom } from '../../desktop/core/support/small-ports.ts'
import type { ManualClock } from '../../support/manual-clock.ts'
import type { Shop } from './shop.ts'
import { createWireTransport, type ServerEnd, type Wire } from './wire.ts'

/** One device of a store: the real client core on a disk that survives it, and a voice that remembers. */
export interface Till {
  id: string
  storeId: string
  bell(): Bell | undefined
  disk: MemoryDisk
  wires: Wire[]
  /** `id#n` of everything announced to its end, and how often the process was killed. */
  announced: string[]
  said: string[]
  /** The ids of the reminders that stand on its screen. */
  shown: Set<string>
  crashes: number
  /** Every ack sent: what it claimed, and what the disk held at that moment. */
  acks: { seq: number; stored: number }[]
  start(): Promise<void>
  /** The process is gone: nothing it still awaits happens. */
  crash(): void
}

export interface TillDeps {
  shop(): Shop | undefined
  clock: ManualClock
  seed: number
  name: string
}

/** How long the voice needs for one announcement; longer than nothing, so that a crash can fall into it. */
const SPEECH_MS = 4_000

export async function createTill(storeId: string, deps: TillDeps): Promise<Till> {
  const shop = deps.shop()
  if (shop === undefined) throw new Error('no server')
  const { ctx } = shop
  const token = `ldd_${deps.name}_${deps.seed}`
  const id = `dv_${deps.name}`
  await ctx.db.write((tx) =>
    tx.run('INSERT INTO devices (id, store_id, name, platform, token_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)', [
      id,
      storeId,
      deps.name,
      'model',
      hashSecret(token),
      ctx.clock.now(),
    ]),
  )
  const disks = { inbox: createMemoryDisk(), answers: createMemoryDisk(), settings: createMemoryDisk() }
  const random = seededRandom(deps.seed)
  let run: { bell: Bell; kill(): void } | undefined

  const till: Till = {
    id,
    storeId,
    disk: disks.inbox,
    bell: () => run?.bell,
    wires: [],
    announced: [],
    said: [],
    shown: new Set(),
    crashes: 0,
    acks: [],
    async start() {
      const clock = mortalClock(deps.clock)
      const views = { inbox: disks.inbox.open(), answers: disks.answers.open(), settings: disks.settings.open() }
      const mine = { alive: true }
      const bell = createBell(
        {
          transport: watched(
            till,
            createWireTransport({
              wires: till.wires,
              reachable: () => deps.shop() !== undefined,
              accept: (socket: ServerEnd) => deps.shop()?.accept(socket) ?? (() => {}),
            }),
          ),
          requester: {
            request: ({ path, headers, body }) => rest(deps, { id, storeId, name: deps.name }, path, headers, body),
          },
          voice: {
            speak: (utterance: Utterance) =>
              new Promise((resolve) => {
                clock.after(SPEECH_MS, () => {
                  if (mine.alive) till.said.push(utterance.text)
                  resolve('ok')
                })
              }),
            stop() {},
          },
          chime: { play: async () => 'ok' },
          notifier: { show: async () => 'none', dismiss() {} },
          dialog: {
            async show({ reminder }) {
              till.shown.add(reminder.id)
              return 'ok'
            },
            dismiss: (id) => void till.shown.delete(id),
          },
          files: { inbox: views.inbox.file, answers: views.answers.file, settings: views.settings.file },
          clock,
          random,
          log: recordingLog(),
          undoMs: 0,
        },
        { url: 'ws://model', token, device: { app: 'model', version: '0', platform: 'model' } },
      )
      bell.subscribe((event) => {
        if (event.type === 'announced' && mine.alive) till.announced.push(`${event.reminder.id}#${event.reminder.n}`)
      })
      run = {
        bell,
        kill() {
          mine.alive = false
          clock.kill()
          for (const view of Object.values(views)) view.crash()
        },
      }
      await bell.start()
    },
    crash() {
      run?.kill()
      run = undefined
      till.crashes++
      for (const wire of till.wires) wire.cut()
    },
  }
  return till
}

/** Notes each ack together with what the disk holds as it leaves (I5). */
function watched(
  till: Till,
  transport: ReturnType<typeof createWireTransport>,
): ReturnType<typeof createWireTransport> {
  return {
    connect(url, subprotocol, events) {
      const socket = transport.connect(url, subprotocol, events)
      return {
        ...socket,
        send(text) {
          const frame = JSON.parse(text) as { op: string; seq: number }
          const disk = till.disk.json() as { seq: number } | null
          if (frame.op === 'ack') till.acks.push({ seq: frame.seq, stored: disk?.seq ?? -1 })
          socket.send(text)
        },
      }
    },
  }
}

/** The two calls a device makes, without HTTP around them. */
async function rest(
  deps: TillDeps,
  device: { id: string; storeId: string; name: string },
  path: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<RestReply> {
  const shop = deps.shop()
  if (shop === undefined) throw new Error('the server is away')
  const { ctx } = shop
  const { storeId, name } = device
  const request = {
    scope: device.id,
    key: headers['Idempotency-Key'] ?? '',
    request: `${path} ${JSON.stringify(body)}`,
  }
  try {
    const [, kind, id = '', move] = /^\/v1\/(orders|reminders)\/([^/]+)\/(\w+)$/.exec(path) ?? []
    const reason = (body as { reason?: string } | undefined)?.reason
    const answer = await writeOnce<object>(ctx, request, (tx) =>
      kind === 'orders'
        ? moveOrder(tx, ctx, {
            orderId: Number(id),
            storeId,
            move: move as HumanMove,
            by: 'device',
            name,
            ...(reason !== undefined && { reason }),
          })
        : acknowledgeReminder(tx, ctx, { id, storeId, by: { kind: 'device', name } }),
    )
    return { status: 200, body: answer }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { status, title } = PROBLEMS[error.code]
    return { status, body: { type: 'about:blank', title, status, code: error.code } }
  }
}
