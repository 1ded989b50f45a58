import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { InboxState } from '../../../desktop/core/inbox/inbox-state.ts'
import { createMachine, type Process } from './support/machine.ts'
import { createModelServer, type WireFault } from './support/model-server.ts'

type Plain =
  | 'remind'
  | 'finish_speech'
  | 'crash'
  | 'hold_disk'
  | 'release_disk'
  | 'break_disk'
  | 'mend_disk'
  | 'heartbeat'
  | 'online'
type Step =
  | { do: Plain }
  | { do: 'repeat' | 'close' | 'restore'; pick: number }
  | { do: 'deliver'; faults: WireFault[] }
  | { do: 'disconnect'; code: number }
  | { do: 'wait'; ms: number }

/** Left alone, fast-check prefers histories too short for anything to go wrong. */
const LONG = { maxLength: 60, size: 'max' } as const
const pick = fc.nat({ max: 20 })
const fault = fc.constantFrom<WireFault>('none', 'none', 'none', 'none', 'twice', 'lost', 'swapped')
const only = (...names: Plain[]) => fc.constantFrom(...names).map((name): Step => ({ do: name }))

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: only('remind') },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('repeat' as const, 'close' as const), pick }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      faults: fc.array(fault, { maxLength: 12, size: 'max' }),
    }),
  },
  { weight: 6, arbitrary: only('finish_speech') },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 200, 3_000, 25_000) }) },
  { weight: 2, arbitrary: only('crash') },
  { weight: 2, arbitrary: only('hold_disk', 'release_disk', 'break_disk', 'mend_disk') },
  { weight: 1, arbitrary: only('heartbeat', 'online') },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('disconnect' as const), code: fc.constantFrom(1000, 1006, 1012, 4408) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), pick }) },
)

/** One shop, one server, one history of accidents. */
async function live(steps: Step[]) {
  const machine = createMachine({ voiceMode: 'manual' })
  const { clock, disks, host } = machine
  const faults: string[] = []
  let crashes = 0
  /** A restore may undo a `closed`: what was announced, answered and forgotten is open again, and news. */
  let restores = 0
  /** How often each (id, n) of one history was announced, over all processes. */
  const announced = new Map<string, number>()
  /** The highest n announced of each reminder, in whatever history. */
  const highest = new Map<string, number>()

  const server = createModelServer({
    now: () => Math.round(clock.now()),
    acked({ cursor }) {
      const stored = disks.inbox.json() as InboxState | null
      const [epoch, seq] = cursor.split('.').map(Number) as [number, number]
      const [storedEpoch, storedSeq] = (stored?.cursor ?? '0.0').split('.').map(Number) as [number, number]
      if (storedEpoch !== epoch || storedSeq < seq) faults.push(`I5: acked ${cursor}, stored ${stored?.cursor}`)
    },
  })

  /** Whatever is stored is the server's own history up to its cursor: nothing skipped, nothing twice (I5, I6). */
  let before: InboxState | undefined
  disks.inbox.watch((text) => {
    const state = JSON.parse(text) as InboxState
    if (before !== undefined && before.resets === state.resets && before.seq > state.seq) {
      faults.push(`I5: ${before.seq} was stored before ${state.seq}`)
    }
    before = state
    const [mine, theirs] = [summary(state.open.map((o) => o.reminder)), summary(server.openAt(state.cursor))]
    if (mine.join() !== theirs.join()) faults.push(`I5: at ${state.cursor} stored ${mine} instead of ${theirs}`)
  })

  async function boot(): Promise<Process> {
    const process = machine.boot(server.transport)
    process.bell.subscribe((event) => {
      if (event.type !== 'announced') return
      const { id, n, cursor } = event.reminder
      const key = `${id}#${n}@${cursor}`
      announced.set(key, (announced.get(key) ?? 0) + 1)
      highest.set(id, Math.max(n, highest.get(id) ?? 0))
    })
    // A held disk holds up nothing but writes, so a start always ends.
    await process.bell.start()
    return process
  }

  let process = await boot()

  async function take(next: Step): Promise<void> {
    switch (next.do) {
      case 'remind':
      case 'heartbeat':
        return server[next.do]()
      case 'restore':
        restores++
        return server.restore(next.pick)
      case 'repeat':
      case 'close':
        return server[next.do](next.pick)
      case 'deliver':
        for (const fault of next.faults) {
          if (!server.deliver(fault)) return
          await clock.advanceAsync(0)
        }
        return
      case 'finish_speech':
        return host.voice.finish('ok')
      case 'wait':
        return clock.advanceAsync(next.ms)
      case 'disconnect':
        return server.disconnect(next.code)
      case 'online':
        return process.bell.reconnectNow('online')
      case 'hold_disk':
        return disks.inbox.hold()
      case 'release_disk':
        return disks.inbox.release()
      case 'break_disk':
        return disks.inbox.fail({ write: 'EIO' })
      case 'mend_disk':
        return disks.inbox.fail(undefined)
      case 'crash':
        crashes++
        before = undefined
        process.crash()
        server.forget()
        disks.inbox.release()
        process = await boot()
    }
  }

  for (const next of steps) {
    await take(next)
    await clock.advanceAsync(0)
  }

  /** All faults heal, and time passes: the wire brings everything, the voice says everything. */
  disks.inbox.release()
  disks.inbox.fail(undefined)
  for (let second = 0; second < 240; second++) {
    if (second % 20 === 0) server.heartbeat()
    for (let delivered = server.deliver(); delivered; delivered = server.deliver()) await clock.advanceAsync(0)
    host.voice.finish('ok')
    await clock.advanceAsync(1_000)
  }
  return { process, server, disks, announced, highest, faults, crashes, restores }
}

const summary = (reminders: readonly { id: string; n: number }[]) => reminders.map((r) => `${r.id}#${r.n}`).sort()

it('I5, I6, I7, I8: after any history of accidents the device knows what is open, and every open reminder was announced', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, LONG), async (steps) => {
      const { process, server, disks, announced, highest, faults, crashes, restores } = await live(steps)
      const { bell } = process
      expect(faults).toEqual([])
      // I7, I6: at the head, with the server's open set, in memory and on disk.
      expect(bell.status().link).toBe('connected')
      expect(summary(bell.open().map((o) => o.reminder))).toEqual(summary(server.open()))
      expect(disks.inbox.json()).toMatchObject({ seq: server.head(), cursor: server.cursor() })
      // Nothing open went unannounced, and I8: nothing was announced more often than crashes and restores explain.
      expect(bell.open().filter((o) => o.announced < o.reminder.n)).toEqual([])
      expect(server.open().filter((r) => (highest.get(r.id) ?? 0) < r.n)).toEqual([])
      expect([...announced].filter(([, times]) => times > 1 + crashes + restores)).toEqual([])
      await bell.stop()
    }),
    { numRuns: 100 },
  )
})

it('I8: without a crash every (id, n) is announced at most once, whatever the wire and the disk do', async () => {
  const tame = step.filter((next) => next.do !== 'crash' && next.do !== 'restore')
  await fc.assert(
    fc.asyncProperty(fc.array(tame, LONG), async (steps) => {
      const { process, announced, faults } = await live(steps)
      expect(faults).toEqual([])
      expect([...announced].filter(([, times]) => times > 1)).toEqual([])
      await process.bell.stop()
    }),
    { numRuns: 50 },
  )
})
