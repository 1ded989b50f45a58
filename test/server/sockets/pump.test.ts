import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../../../server/context/context.ts'
import { Pump } from '../../../server/sockets/pump.ts'

/** A log in memory whose reads wait until the test lets them go. */
function createRig(options: { window?: number; start?: number; held?: boolean } = {}) {
  const log: LogEntry[] = []
  const sent: number[] = []
  const synced: number[] = []
  const failures: unknown[] = []
  let reads = 0
  const held: (() => void)[] = []
  let holding = options.held ?? false
  let congested = false
  const pump = new Pump(
    {
      async readLog(seq, limit) {
        reads++
        const entries = log.filter((entry) => entry.seq > seq).slice(0, limit)
        if (holding) await new Promise<void>((resolve) => held.push(resolve))
        return entries
      },
      sendEntry: ({ seq }) => sent.push(seq),
      isCongested: () => congested,
      caughtUp: (head) => synced.push(head),
      pumpFailed: (error) => failures.push(error),
    },
    options.start ?? 0,
    options.window ?? 64,
  )
  return {
    pump,
    sent,
    synced,
    failures,
    reads: () => reads,
    append(count: number) {
      for (let i = 0; i < count; i++) {
        const seq = (log.at(-1)?.seq ?? options.start ?? 0) + 1
        log.push({ seq, body: String(seq), eventId: `ev_${seq}` })
      }
    },
    lose: (seq: number) =>
      log.splice(
        log.findIndex((entry) => entry.seq === seq),
        1,
      ),
    hold() {
      holding = true
    },
    async letGo() {
      holding = false
      for (const go of held.splice(0)) go()
      await settled()
    },
    congest(now: boolean) {
      congested = now
    },
  }
}

/** Promises only: everything the pump awaits in these tests settles within a few microtasks. */
async function settled(): Promise<void> {
  for (let i = 0; i < 200; i++) await Promise.resolve()
}

const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => i + from)

describe('the pump', () => {
  it('catches up, says so once, and goes on with what follows (I3)', async () => {
    const rig = createRig()
    rig.append(150)
    rig.pump.wake()
    await settled()
    expect(rig.sent).toEqual(upTo(64))
    rig.pump.ack(64)
    await settled()
    rig.pump.ack(128)
    await settled()
    expect(rig.sent).toEqual(upTo(150))
    expect(rig.synced).toEqual([150])
    rig.append(1)
    rig.pump.wake()
    await settled()
    expect(rig.sent.at(-1)).toBe(151)
    expect(rig.synced).toEqual([150])
  })

  it('a wake that comes during a drain latches', async () => {
    const rig = createRig({ held: true })
    rig.pump.wake()
    await settled()
    // The read has looked at an empty log; what is committed now is announced while it is still under way.
    rig.append(1)
    rig.pump.wake()
    await rig.letGo()
    expect(rig.sent).toEqual([1])
  })

  it('a thousand wakes cost one read when there is nothing', async () => {
    const rig = createRig({ held: true })
    for (let i = 0; i < 1_000; i++) rig.pump.wake()
    await rig.letGo()
    expect(rig.reads()).toBeLessThanOrEqual(2)
  })

  it('stops at a full window and at a congested connection, and goes on at an ack or a wake (I14)', async () => {
    const rig = createRig({ window: 10 })
    rig.append(30)
    rig.pump.wake()
    await settled()
    expect([rig.sent.length, rig.pump.inFlight()]).toEqual([10, 10])
    rig.congest(true)
    rig.pump.ack(10)
    await settled()
    expect(rig.sent).toHaveLength(10)
    rig.congest(false)
    rig.pump.wake()
    await settled()
    expect(rig.sent).toHaveLength(20)
  })

  it('takes an ack of what was sent, whatever its order, and refuses one of what was not', async () => {
    const rig = createRig({ start: 5 })
    rig.append(3)
    rig.pump.wake()
    await settled()
    expect([rig.pump.ack(9), rig.pump.ack(8), rig.pump.ack(6), rig.pump.acked()]).toEqual([false, true, true, 8])
  })

  it('rewinds to the last ack, also in the middle of a read (I5)', async () => {
    const rig = createRig()
    rig.append(5)
    rig.pump.wake()
    await settled()
    rig.pump.ack(2)
    await settled()
    rig.hold()
    rig.append(1)
    rig.pump.wake()
    await settled()
    rig.pump.rewind()
    await rig.letGo()
    expect(rig.sent).toEqual([1, 2, 3, 4, 5, 3, 4, 5, 6])
    expect(rig.synced).toEqual([5, 6])
  })

  it('fails aloud at a hole in the log and sends nothing behind it (I2)', async () => {
    const rig = createRig()
    rig.append(5)
    rig.lose(3)
    rig.pump.wake()
    await settled()
    expect(rig.sent).toEqual([1, 2])
    expect(String(rig.failures)).toContain('from 2 to 4')
    rig.pump.wake()
    await settled()
    expect(rig.sent).toEqual([1, 2])
  })

  it('sends nothing after it was stopped', async () => {
    const rig = createRig({ held: true })
    rig.append(3)
    rig.pump.wake()
    await settled()
    rig.pump.stop()
    await rig.letGo()
    expect(rig.sent).toEqual([])
  })
})
