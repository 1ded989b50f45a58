import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LOOK_EVERY_MS } from '../../server/log/follow-feed.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { pass } from '../support/pass-time.ts'
import { startTestServer } from '../support/test-server.ts'
import { pause } from '../support/until.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What may happen to a server and its clocks. Times in milliseconds. */
type Move =
  | { do: 'pass'; ms: number }
  | { do: 'place' }
  /** The wall clock is set. */
  | { do: 'jump'; ms: number }
  /** The server is off for so long; meanwhile the wall clock may be set as well. */
  | { do: 'off'; ms: number; jump: number }

const jumps = fc.oneof(
  fc.constantFrom(-DAY, -8 * HOUR, -HOUR, 8 * HOUR, 2 * DAY, -3 * SECOND, 3 * SECOND),
  fc.integer({ min: -3 * DAY, max: 3 * DAY }),
)
const moves = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 100 }) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'place' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('jump' as const), ms: jumps }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('off' as const),
      ms: fc.integer({ min: 1, max: 12 * HOUR }),
      jump: fc.oneof(fc.constant(0), jumps),
    }),
  },
)

/** Set by so little that it is no news: what is open rings three seconds early, and a step of the ladder is skipped. */
const SET_FORWARD_WHILE_OFF: Move[] = [
  { do: 'off', ms: 1, jump: 3 * SECOND },
  { do: 'pass', ms: 100 },
]

/** The announcements of an order whose limit of 10 min is a step anyway, milliseconds waited; then every 5 min. */
const STEPS = [0, 30 * SECOND, 90 * SECOND, 210 * SECOND, 5 * MINUTE]

/**
 * Milliseconds until the next announcement of a reminder that has waited so long. An announcement out of turn may pass
 * over a step that is less than 15 s away.
 */
const pauseAfter = (waitedMs: number): number => {
  const [next = waitedMs + 5 * MINUTE] = STEPS.filter((ms) => ms > waitedMs + 15 * SECOND)
  return next - waitedMs
}

/** One open reminder, timed by a clock that nobody sets. */
interface Watched {
  raisedAt: number
  dueAt: number
  n: number
  /** How often it had a reason to ring out of its turn: the wall clock jumped, or the server was off. */
  upsets: number
  /** A clock set forward while the server was off passes for a longer stop, and the ladder takes it for time waited. */
  seemsOlderMs: number
}

it('I10, I19: whatever clocks jump and however long the server is off, an open reminder rings in time, in no burst, and never expires unheard', async () => {
  const seed = Number(process.env['CLOCKS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  await fc.assert(fc.asyncProperty(fc.array(moves, { minLength: 4, maxLength: 10 }), tryLadder), {
    numRuns: Number(process.env['CLOCKS_RUNS'] ?? 12),
    seed,
    // Told as it was found: to make a story shorter takes longer than a test may.
    endOnFailure: true,
    examples: [[SET_FORWARD_WHILE_OFF]],
  })
})

async function tryLadder(story: Move[]): Promise<void> {
  const clock = createManualClock()
  let server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  let device = await server.connect({ token, autoAck: true, announces: true })
  const watched = new Map<string, Watched>()
  /** Time that has passed for the world, the server's stops included; milliseconds. */
  let world = 0
  /** Whether the wall clock has jumped and the server has not had its second to notice. */
  let unnoticed = false
  try {
    for (const move of [{ do: 'place' } as const, ...story, { do: 'pass', ms: 100 } as const]) {
      if (move.do === 'place') await server.api.placePaid()
      else if (move.do === 'jump') {
        clock.jumpWall(move.ms)
        upset()
        unnoticed = true
      } else if (move.do === 'off') {
        await server.stop()
        clock.advance(move.ms)
        clock.jumpWall(move.jump)
        world += move.ms
        server = await server.restart()
        device = await server.connect({ token, autoAck: true, announces: true })
        upset()
        const looksLong = move.ms + move.jump > 3 * MINUTE
        for (const reminder of watched.values()) {
          reminder.dueAt = looksLong ? world : reminder.dueAt + move.ms
          reminder.seemsOlderMs += Math.max(0, move.jump)
        }
      } else for (let second = 0; second < move.ms; second++) await passSecond()
      await look()
    }
  } finally {
    await server.stop()
  }

  function upset(): void {
    for (const reminder of watched.values()) reminder.upsets++
  }

  async function passSecond(): Promise<void> {
    await pass(server, clock, SECOND)
    world += SECOND
    await look()
    unnoticed = false
  }

  async function look(): Promise<void> {
    const rows = await server.running.ctx.db.read.all<{ id: string; n: number; state: string }>(
      'SELECT id, n, state FROM reminders',
    )
    for (const { id, n, state } of rows) {
      expect(state, 'nothing was heard for half a day').toBe('open')
      const raised = { raisedAt: world, dueAt: world, n: 0, upsets: unnoticed ? 1 : 0, seemsOlderMs: 0 }
      const before = watched.get(id) ?? raised
      const dueAt = world + pauseAfter(world - before.raisedAt + before.seemsOlderMs)
      watched.set(id, n > before.n ? { ...before, n, dueAt } : before)
      // Seconds are shorter here than the way to a device is long: unheard, it would ring later.
      if (n > before.n) await told(id, n)
    }
    for (const { raisedAt, dueAt, n, upsets } of watched.values()) {
      expect(world - dueAt, 'milliseconds late').toBeLessThanOrEqual(2 * SECOND)
      expect(n, 'announcements').toBeLessThanOrEqual(mostAnnouncements(world - raisedAt) + upsets)
    }
  }

  async function told(id: string, n: number): Promise<void> {
    while (!device.frames.some((frame) => 'type' in frame && frame.id === id && frame.n >= n)) {
      await pass(server, clock, LOOK_EVERY_MS, LOOK_EVERY_MS)
      world += LOOK_EVERY_MS
      await pause(1)
    }
    await device.read()
  }
}

function mostAnnouncements(waitedMs: number): number {
  const steps = STEPS.filter((ms) => waitedMs >= ms).length
  // Those of one shop are announced together, 60 s apart at least.
  return steps + Math.max(0, Math.floor((waitedMs - 5 * MINUTE) / MINUTE))
}
