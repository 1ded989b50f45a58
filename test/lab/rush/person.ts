import type { Answer } from '../../../desktop/core/answers/answer.ts'
import type { BoardReminder } from '../../../desktop/core/bell/bell.ts'
import type { Clock } from '../../../shared/clock.ts'
import { LEVEL, reminderKind, waitsForAcceptance } from '../../../shared/reminder.ts'
import type { SeededRandom } from '../../support/seeded-random.ts'
import type { RushDevice } from './device.ts'
import type { Sound } from './history.ts'
import type { Incident } from './plan-incidents.ts'

const SECOND = 1_000
/** From and to, milliseconds, each time drawn anew. */
const TIMES = {
  /** From a sound to the first step. */
  react: [1.5 * SECOND, 5 * SECOND],
  walkHere: [2 * SECOND, 4 * SECOND],
  walkOver: [5 * SECOND, 9 * SECOND],
  read: [1.5 * SECOND, 3 * SECOND],
  /** More, to read a warning. */
  readWarning: [1 * SECOND, 2 * SECOND],
  /** From one answer to the next look at the screen. */
  next: [0.5 * SECOND, 1.2 * SECOND],
  /** Cooking and packing, in which nobody comes. */
  work: [8 * SECOND, 25 * SECOND],
  /** A look at a screen, although nothing was heard. */
  look: [60 * SECOND, 100 * SECOND],
} as const
/** The chance that a sound of the normal level is heard in the other room. */
const HEARD_NEXT_DOOR = 0.4
const MOVES_ON = 0.4

export interface Person {
  /** Lets the person hear a sound as it begins. */
  hear(sound: Sound): void
}

/**
 * Puts the one person into the shop: hears a sound, walks to the device of the room, listens until it has finished its
 * sentence, answers what its screen shows, the oldest first, and goes back to work. While `away` nobody is there.
 */
export function startPerson(deps: {
  clock: Clock
  random: SeededRandom
  devices: readonly RushDevice[]
  away: readonly Incident[]
  /** Whether an order has to be rejected. */
  soldOut(orderNumber: string): boolean
}): Person {
  const { clock, random, devices } = deps
  const start = clock.elapsed()
  const rooms = [...new Set(devices.map(({ plan }) => plan.room))]
  let room = rooms[0] ?? ''
  let heard = false
  let wake = () => {}

  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve))
  const takeTime = ([from, to]: readonly [number, number]) => sleep(from + random.next() * (to - from))
  const absence = () =>
    deps.away.find(({ at, lasts }) => at <= clock.elapsed() - start && clock.elapsed() - start < at + lasts)

  /** Resolves at a sound, or after a while without one. */
  function notice(): Promise<void> {
    if (heard) return Promise.resolve()
    return new Promise((resolve) => {
      const [from, to] = TIMES.look
      const cancel = clock.after(from + random.next() * (to - from), resolve)
      wake = () => {
        cancel()
        resolve()
      }
    })
  }

  /** Picks the device to go to: one of this room that works, the speaking one first; else another one. */
  function nearest(): RushDevice | undefined {
    const working = devices.filter((device) => device.connected())
    return working.find(({ plan }) => plan.room === room) ?? working[0]
  }

  async function serve(device: RushDevice): Promise<void> {
    while (absence() === undefined) {
      await device.loudspeaker.quiet()
      const [shown] = device.bell.open().filter(({ answering }) => answering === undefined)
      if (shown === undefined || !device.connected()) return
      await takeTime(TIMES.read)
      if (shown.reminder.order.warnings !== undefined) await takeTime(TIMES.readWarning)
      const stands = device.bell
        .open()
        .some(({ reminder, answering }) => reminder.id === shown.reminder.id && !answering)
      if (stands) void device.bell.answer(answerTo(shown.reminder, device.bell.open()))
      await takeTime(TIMES.next)
    }
  }

  function answerTo({ id, orderId, type, order }: BoardReminder['reminder'], open: readonly BoardReminder[]): Answer {
    const waits = open.some(
      ({ reminder }) => reminder.orderId === orderId && waitsForAcceptance(reminderKind(reminder.type)),
    )
    if (reminderKind(type) === 'cancel' || !waits) return { move: 'acknowledge', reminderId: id }
    return deps.soldOut(order.number) ? { move: 'reject', orderId, reason: '卖完了' } : { move: 'confirm', orderId }
  }

  async function live(): Promise<void> {
    for (;;) {
      const gone = absence()
      if (gone !== undefined) await sleep(gone.at + gone.lasts - (clock.elapsed() - start))
      await notice()
      if (absence() !== undefined) continue
      heard = false
      await takeTime(TIMES.react)
      const device = nearest()
      await takeTime(device?.plan.room === room ? TIMES.walkHere : TIMES.walkOver)
      if (device === undefined) continue
      room = device.plan.room
      await serve(device)
      await takeTime(TIMES.work)
      if (random.chance(MOVES_ON)) room = random.pick(rooms)
    }
  }

  void live()
  return {
    hear({ device, level, audible }) {
      const here = devices[device]?.plan.room === room || level > LEVEL.normal || random.chance(HEARD_NEXT_DOOR)
      if (!audible || !here || absence() !== undefined) return
      heard = true
      wake()
    },
  }
}
