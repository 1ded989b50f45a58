import { describe, expect, it, vi } from 'vitest'
import { CATCH_UP_GATE_LIMIT_MS } from '../../../desktop/core/inbox/catch-up-gate.ts'
import { type ClosedReminder, createInbox, type Inbox } from '../../../desktop/core/inbox/inbox.ts'
import { RECEIPTS_KEPT } from '../../../desktop/core/inbox/inbox-state.ts'
import type { ClientFrame, ReminderFrame } from '../../../shared/protocol/frames.ts'
import { FUTURE, reminderOf } from '../../support/future-frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { closedFrame, reminderFrame, snapshotFrame, welcomeFrame } from './support/frames.ts'
import { createMemoryDisk } from './support/memory-disk.ts'
import { recordingLog } from './support/small-ports.ts'

const OK = { speech: 'ok', notification: 'ok', dialog: 'ok' }

function rig(text: string | null = null) {
  const clock = createManualClock()
  const disk = createMemoryDisk(text)
  return { clock, disk, ...boot(clock, disk) }
}

/** A process that uses the inbox; `crash` is a power cut. */
function boot(clock: ReturnType<typeof createManualClock>, disk: ReturnType<typeof createMemoryDisk>) {
  const { file, crash } = disk.open()
  const sent: ClientFrame[] = []
  const reminded: ReminderFrame[] = []
  const closings: ClosedReminder[] = []
  const unread = vi.fn<() => void>()
  const log = recordingLog()
  const inbox = createInbox({
    file,
    clock,
    log,
    events: { reminded: (r) => reminded.push(r), closed: (c) => closings.push(c), unread, changed() {} },
  })
  const send = (frame: ClientFrame) => {
    sent.push(frame)
    return true
  }
  const acks = () => sent.flatMap((frame) => (frame.op === 'ack' ? [frame.seq] : []))
  const dueIds = () => inbox.due().map((r) => `${r.id}#${r.n}`)
  return { inbox, sent, send, acks, dueIds, reminded, closings, unread, log, crash }
}

/** Connected and in sync. */
async function synced(inbox: Inbox, send: (frame: ClientFrame) => boolean) {
  await inbox.load()
  inbox.welcome(welcomeFrame(), send)
  inbox.inSync()
}

describe('the inbox applies the log', () => {
  it('who sees to a reminder is noted, and rings for nothing: neither a second announcement nor an end', async () => {
    const { inbox, send, dueIds, closings } = rig()
    await synced(inbox, send)
    const reminder = reminderFrame({ seq: 1 })
    inbox.apply(reminder)
    inbox.announced(reminder, OK)
    const claimedBy = { name: '王店长', until: 300_000 }
    expect(inbox.apply({ op: 'claimed', id: reminder.id, seq: 2, cursor: 'c2', claimedBy, at: 1 })).toBe('applied')
    expect(inbox.find(reminder.id)?.reminder).toEqual({ ...reminder, claimedBy })
    expect([dueIds(), closings, inbox.cursor()]).toEqual([[], [], 'c2'])
    expect(inbox.apply({ op: 'claimed', id: 'of-nobody', seq: 3, cursor: 'c3', claimedBy, at: 1 })).toBe('applied')
    expect(inbox.open()).toHaveLength(1)
  })

  it('I5: what follows is applied, what came before is dropped, and over a gap nothing is applied', async () => {
    const { inbox, send, clock } = rig()
    await synced(inbox, send)
    expect(inbox.apply(reminderFrame({ seq: 1 }))).toBe('applied')
    expect(inbox.apply(reminderFrame({ seq: 3 }))).toBe('gap')
    expect(inbox.apply(reminderFrame({ seq: 1 }))).toBe('duplicate')
    expect([inbox.seq(), inbox.cursor(), inbox.open().length]).toEqual([1, 'c1', 1])
    expect(inbox.apply(reminderFrame({ seq: 2 }))).toBe('applied')
    expect(inbox.apply(reminderFrame({ seq: 3 }))).toBe('applied')
    expect([inbox.seq(), inbox.cursor()]).toEqual([3, 'c3'])
    await clock.advanceAsync(0)
  })

  it('I9: closed removes the reminder, whatever n it has reached, and an unknown one harms nothing', async () => {
    const { inbox, send, closings } = rig()
    await synced(inbox, send)
    inbox.apply(reminderFrame({ seq: 1, id: 'r1' }))
    inbox.apply(reminderFrame({ seq: 2, id: 'r1', n: 2 }))
    inbox.apply(closedFrame({ seq: 3, id: 'r1' }))
    inbox.apply(closedFrame({ seq: 4, id: 'never-seen' }))
    expect([inbox.open(), inbox.seq(), closings.length]).toEqual([[], 4, 1])
  })

  it('a repeated reminder keeps its place and is due again at its new n only', async () => {
    const { inbox, send, dueIds } = rig()
    await synced(inbox, send)
    const first = reminderFrame({ seq: 1, id: 'r1' })
    inbox.apply(first)
    inbox.apply(reminderFrame({ seq: 2, id: 'r2' }))
    inbox.announced(first, OK)
    expect(dueIds()).toEqual(['r2#1'])
    inbox.apply(reminderFrame({ seq: 3, id: 'r1', n: 2 }))
    expect(dueIds()).toEqual(['r1#2', 'r2#1'])
  })
})

describe('the inbox acks', () => {
  it('I5: no ack before the write has landed, then one for everything that is on disk', async () => {
    const { inbox, send, acks, disk, clock } = rig()
    await synced(inbox, send)
    disk.hold()
    inbox.apply(reminderFrame({ seq: 1 }))
    await clock.advanceAsync(60_000)
    inbox.apply(reminderFrame({ seq: 2 }))
    await clock.advanceAsync(60_000)
    expect(acks()).toEqual([])
    disk.release()
    await clock.advanceAsync(0)
    expect(acks()).toEqual([1, 2])
  })

  it('I5: no ack when the write fails; the ack comes when the disk works again', async () => {
    const { inbox, send, acks, disk, clock } = rig()
    await synced(inbox, send)
    disk.fail({ write: 'ENOSPC' })
    inbox.apply(reminderFrame({ seq: 1 }))
    await clock.advanceAsync(10_000)
    expect([acks(), inbox.healthy(), inbox.due().length]).toEqual([[], false, 1])
    disk.fail(undefined)
    await clock.advanceAsync(30_000)
    expect([acks(), inbox.healthy()]).toEqual([[1], true])
  })

  it('I5: a write that was begun before a reset acks nothing of the log after it', async () => {
    const { inbox, send, acks, disk, clock } = rig()
    await synced(inbox, send)
    disk.hold()
    for (let seq = 1; seq <= 9; seq++) inbox.apply(reminderFrame({ seq }))
    await clock.advanceAsync(0)
    inbox.disconnected()
    inbox.welcome(welcomeFrame({ resumed: false, reason: 'epoch' }), send)
    inbox.apply(snapshotFrame({ seq: 2, cursor: 'other-2' }))
    disk.release()
    await clock.advanceAsync(0)
    expect(acks()).toEqual([2])
  })

  it('nothing is acked while a snapshot is awaited', async () => {
    const { inbox, send, acks, disk, clock } = rig()
    await synced(inbox, send)
    disk.hold()
    inbox.apply(reminderFrame({ seq: 1 }))
    await clock.advanceAsync(0)
    inbox.disconnected()
    inbox.welcome(welcomeFrame({ resumed: false, reason: 'epoch' }), send)
    disk.release()
    await clock.advanceAsync(0)
    expect(acks()).toEqual([])
  })

  it('acks again when the server repeats the last entry: the ack was lost', async () => {
    const { inbox, send, acks, clock } = rig()
    await synced(inbox, send)
    inbox.apply(reminderFrame({ seq: 1 }))
    await clock.advanceAsync(0)
    inbox.apply(reminderFrame({ seq: 1 }))
    expect(acks()).toEqual([1, 1])
  })
})

describe('the inbox holds back while catching up', () => {
  it('announces after synced only, each still-open reminder once, at its highest n', async () => {
    const { inbox, send, dueIds } = rig()
    await inbox.load()
    inbox.welcome(welcomeFrame(), send)
    inbox.apply(reminderFrame({ seq: 1, id: 'a' }))
    inbox.apply(reminderFrame({ seq: 2, id: 'b' }))
    inbox.apply(reminderFrame({ seq: 3, id: 'a', n: 2 }))
    inbox.apply(closedFrame({ seq: 4, id: 'b' }))
    expect(dueIds()).toEqual([])
    inbox.inSync()
    expect(dueIds()).toEqual(['a#2'])
  })

  it('tells of what was closed while away that it was not live', async () => {
    const { inbox, send, closings } = rig()
    await inbox.load()
    inbox.welcome(welcomeFrame(), send)
    inbox.apply(reminderFrame({ seq: 1, id: 'a' }))
    inbox.apply(closedFrame({ seq: 2, id: 'a' }))
    inbox.inSync()
    inbox.apply(reminderFrame({ seq: 3, id: 'b' }))
    inbox.apply(closedFrame({ seq: 4, id: 'b' }))
    expect(closings.map((c) => c.live)).toEqual([false, true])
  })

  it('never holds back longer than the limit: better heard than lost', async () => {
    const { inbox, send, dueIds, clock } = rig()
    await inbox.load()
    inbox.welcome(welcomeFrame(), send)
    inbox.apply(reminderFrame({ seq: 1 }))
    await clock.advanceAsync(CATCH_UP_GATE_LIMIT_MS - 1)
    expect(dueIds()).toEqual([])
    await clock.advanceAsync(1)
    expect(dueIds()).toEqual(['r1#1'])
  })
})

describe('a snapshot', () => {
  it('I6: replaces everything open at once, with its last part, and not before', async () => {
    const { inbox, send } = rig()
    await synced(inbox, send)
    inbox.apply(reminderFrame({ seq: 1, id: 'old' }))
    inbox.disconnected()
    inbox.welcome(welcomeFrame({ resumed: false, reason: 'backlog' }), send)
    const cursor = 'c50'
    inbox.apply(snapshotFrame({ seq: 50, cursor, part: 1, last: false, open: [reminderFrame({ seq: 40, id: 'a' })] }))
    inbox.apply(snapshotFrame({ seq: 50, cursor, part: 2, last: false, open: [] }))
    expect([inbox.open().map((o) => o.reminder.id), inbox.seq()]).toEqual([['old'], -1])
    inbox.apply(snapshotFrame({ seq: 50, cursor, part: 3, last: true, open: [reminderFrame({ seq: 41, id: 'b' })] }))
    expect([inbox.open().map((o) => o.reminder.id), inbox.seq(), inbox.cursor()]).toEqual([['a', 'b'], 50, 'c50'])
    expect(inbox.apply(reminderFrame({ seq: 51, id: 'c' }))).toBe('applied')
  })

  it('I8: keeps what was announced already, and lets a higher n be announced', async () => {
    const { inbox, send, dueIds } = rig()
    await synced(inbox, send)
    const [a, b] = [reminderFrame({ seq: 1, id: 'a' }), reminderFrame({ seq: 2, id: 'b' })]
    for (const frame of [a, b]) {
      inbox.apply(frame)
      inbox.announced(frame, OK)
    }
    inbox.welcome(welcomeFrame({ resumed: false, reason: 'backlog' }), send)
    inbox.apply(snapshotFrame({ seq: 9, open: [a, reminderFrame({ seq: 8, id: 'b', n: 2 })] }))
    inbox.inSync()
    expect(dueIds()).toEqual(['b#2'])
  })

  it('I13: after a restore that counts n anew from below, the next n is announced and not taken for an old one', async () => {
    const { inbox, send, dueIds } = rig()
    await synced(inbox, send)
    const third = reminderFrame({ seq: 1, id: 'a', n: 3 })
    inbox.apply(third)
    inbox.announced(third, OK)
    inbox.welcome(welcomeFrame({ resumed: false, reason: 'epoch' }), send)
    inbox.apply(snapshotFrame({ seq: 1, cursor: 'restored-1', open: [reminderFrame({ seq: 1, id: 'a', n: 1 })] }))
    inbox.inSync()
    expect(dueIds()).toEqual([])
    inbox.apply(reminderFrame({ seq: 2, id: 'a', n: 2 }))
    expect(dueIds()).toEqual(['a#2'])
  })

  it('parts that do not fit each other are refused, and the open set stays', async () => {
    const { inbox, send } = rig()
    await synced(inbox, send)
    inbox.apply(reminderFrame({ seq: 1, id: 'old' }))
    inbox.apply(snapshotFrame({ seq: 5, part: 1, last: false }))
    expect(inbox.apply(snapshotFrame({ seq: 5, part: 3 }))).toBe('bad')
    inbox.apply(snapshotFrame({ seq: 5, part: 1, last: false }))
    expect(inbox.apply(snapshotFrame({ seq: 6, part: 2 }))).toBe('bad')
    expect(inbox.apply(snapshotFrame({ seq: 5, part: 2, cursor: 'other' }))).toBe('bad')
    expect(inbox.open().map((o) => o.reminder.id)).toEqual(['old'])
  })

  it('half of one is forgotten with its connection', async () => {
    const { inbox, send } = rig()
    await synced(inbox, send)
    const half = snapshotFrame({ seq: 5, part: 1, last: false, open: [reminderFrame({ seq: 4, id: 'a' })] })
    inbox.welcome(welcomeFrame({ resumed: false, reason: 'no_cursor' }), send)
    inbox.apply(half)
    inbox.disconnected()
    inbox.welcome(welcomeFrame({ resumed: false, reason: 'no_cursor' }), send)
    expect(inbox.apply(snapshotFrame({ seq: 5, part: 2 }))).toBe('bad')
  })

  it('entries before the awaited snapshot are not applied', async () => {
    const { inbox, send } = rig()
    await inbox.load()
    inbox.welcome(welcomeFrame({ resumed: false, reason: 'no_cursor' }), send)
    expect(inbox.apply(reminderFrame({ seq: 1 }))).toBe('gap')
    expect(inbox.open()).toEqual([])
  })
})

describe('the inbox survives', () => {
  it('I8: a crash before the sound: received, and announced after the restart', async () => {
    const { inbox, send, clock, disk, crash } = rig()
    await synced(inbox, send)
    inbox.apply(reminderFrame({ seq: 1 }))
    await clock.advanceAsync(0)
    crash()
    const next = boot(clock, disk)
    await synced(next.inbox, next.send)
    expect([next.dueIds(), next.inbox.cursor()]).toEqual([['r1#1'], 'c1'])
  })

  it('I8: a crash between the sound and the mark repeats it once, a crash after the mark does not', async () => {
    const { inbox, send, clock, disk, crash } = rig()
    await synced(inbox, send)
    const frame = reminderFrame({ seq: 1 })
    inbox.apply(frame)
    await clock.advanceAsync(0)
    disk.hold()
    inbox.announced(frame, OK)
    await clock.advanceAsync(0)
    crash()
    disk.release()
    const second = boot(clock, disk)
    await synced(second.inbox, second.send)
    expect(second.dueIds()).toEqual(['r1#1'])
    second.inbox.announced(frame, OK)
    await clock.advanceAsync(0)
    second.crash()
    const third = boot(clock, disk)
    await synced(third.inbox, third.send)
    expect(third.dueIds()).toEqual([])
  })

  it('a lost write costs nothing but a repetition: the cursor of the former write asks for the entry again', async () => {
    const { inbox, send, clock, disk, crash } = rig()
    await synced(inbox, send)
    inbox.apply(reminderFrame({ seq: 1 }))
    await clock.advanceAsync(0)
    disk.hold()
    inbox.apply(reminderFrame({ seq: 2 }))
    await clock.advanceAsync(0)
    crash()
    disk.release()
    const next = boot(clock, disk)
    await next.inbox.load()
    expect([next.inbox.cursor(), next.inbox.seq()]).toEqual(['c1', 1])
  })

  it.each([
    ['no JSON', '{"v":1,"cursor":'],
    ['another version', '{"v":2}'],
    ['another shape', '[]'],
    ['an open set that is none', '{"v":1,"cursor":"c","seq":1,"resets":0,"open":7,"receipts":[]}'],
    ['a seq that is none', '{"v":1,"cursor":"c","seq":-1,"resets":0,"open":[],"receipts":[]}'],
  ])('a corrupt file (%s) is put aside, and everything open is asked for', async (_, text) => {
    const { inbox, disk } = rig(text)
    await inbox.load()
    expect([inbox.cursor(), inbox.open(), disk.quarantined]).toEqual([null, [], [text]])
  })

  it('what a newer client stored is read like a frame of a newer server, and asked for anew', async () => {
    const open = [reminderOf(1), reminderOf(2, FUTURE.kind), { id: 'r3' }].map((reminder) => ({
      reminder,
      announced: 1,
    }))
    const receipts = [
      { id: 'r1', n: 1, outcome: { speech: 'ok', notification: 'ok', dialog: 'ok', printing: 'ok' } },
      { id: 'r2', n: 1, outcome: 'fine' },
    ]
    const { inbox, disk } = rig(JSON.stringify({ v: 1, cursor: 'c3', seq: 3, resets: 2, open, receipts, mood: 'new' }))
    await inbox.load()
    expect(inbox.open().map(({ reminder, announced }) => [reminder.id, reminder.level, announced])).toEqual([
      ['r1', 1, 1],
      ['r2', 3, 1],
    ])
    expect([inbox.cursor(), disk.quarantined]).toEqual([null, []])
  })

  it('what an older client stored resumes where it stood', async () => {
    const { inbox } = rig(
      JSON.stringify({
        v: 1,
        cursor: 'c1',
        seq: 1,
        resets: 0,
        open: [{ reminder: reminderOf(1), announced: 1 }],
        receipts: [],
      }),
    )
    await inbox.load()
    expect([inbox.cursor(), inbox.seq(), inbox.understood(), inbox.open().length]).toEqual(['c1', 1, true, 1])
    expect(inbox.find('r1')?.told).toBeUndefined()
  })

  it('what was told in full stays told over a repetition, a snapshot and a restart', async () => {
    const { inbox, send, clock, disk } = rig()
    await synced(inbox, send)
    inbox.apply(reminderFrame({ seq: 1, id: 'r1' }))
    inbox.toldInFull('r1')
    inbox.apply(reminderFrame({ seq: 2, id: 'r1', n: 2 }))
    await clock.advanceAsync(0)
    const next = boot(clock, disk)
    await next.inbox.load()
    expect(next.inbox.find('r1')).toMatchObject({ told: true, reminder: { n: 2 } })
  })

  it('a file that cannot be read is no reason not to ring', async () => {
    const { inbox, disk, log } = rig('whatever')
    disk.fail({ read: 'EACCES' })
    await inbox.load()
    expect([inbox.cursor(), disk.quarantined]).toEqual([null, []])
    expect(log.lines.join()).toContain('could not be read')
  })
})

describe('receipts', () => {
  it('are sent at once while connected, and kept until the next link otherwise, over a restart too', async () => {
    const { inbox, send, sent, clock, disk, crash } = rig()
    await synced(inbox, send)
    const [a, b] = [reminderFrame({ seq: 1, id: 'a' }), reminderFrame({ seq: 2, id: 'b' })]
    inbox.apply(a)
    inbox.apply(b)
    inbox.announced(a, OK)
    expect(sent.filter((f) => f.op === 'announced')).toEqual([{ op: 'announced', id: 'a', n: 1, outcome: OK }])
    inbox.disconnected()
    inbox.announced(b, { ...OK, speech: 'no_voice' })
    await clock.advanceAsync(0)
    crash()
    const next = boot(clock, disk)
    await next.inbox.load()
    next.inbox.welcome(welcomeFrame(), next.send)
    expect(next.sent).toEqual([{ op: 'announced', id: 'b', n: 1, outcome: { ...OK, speech: 'no_voice' } }])
    await clock.advanceAsync(0)
    expect(disk.json()).toMatchObject({ receipts: [] })
  })

  it('stay when the link fails while they are sent', async () => {
    const { inbox, clock, disk } = rig()
    await inbox.load()
    const frame = reminderFrame({ seq: 1 })
    inbox.welcome(welcomeFrame(), () => false)
    inbox.apply(frame)
    inbox.announced(frame, OK)
    await clock.advanceAsync(0)
    expect(disk.json()).toMatchObject({ receipts: [{ id: 'r1', n: 1 }] })
  })

  it('never grow without bound', async () => {
    const { inbox, clock, disk } = rig()
    await inbox.load()
    for (let n = 1; n <= RECEIPTS_KEPT + 50; n++) inbox.announced(reminderFrame({ seq: 1, n }), OK)
    await clock.advanceAsync(0)
    const { receipts } = disk.json() as { receipts: { n: number }[] }
    expect([receipts.length, receipts.at(-1)?.n]).toEqual([RECEIPTS_KEPT, RECEIPTS_KEPT + 50])
  })
})

describe('what this client cannot read', () => {
  const passed = (seq: number, kind: 'unreadable' | 'unknown_op' = 'unreadable') => ({
    passed: kind,
    ...{ seq, cursor: `c${seq}`, about: 'id: invalid_type' },
  })

  it('is passed over: its position is stored and acknowledged, and it is told', async () => {
    const { inbox, send, acks, unread, clock, log } = rig()
    await synced(inbox, send)
    expect([inbox.apply(passed(1)), inbox.apply(reminderFrame({ seq: 2 }))]).toEqual(['applied', 'applied'])
    await clock.advanceAsync(0)
    expect([inbox.cursor(), acks().at(-1), inbox.understood(), unread.mock.calls.length]).toEqual(['c2', 2, false, 1])
    expect(log.lines.join()).toContain('too old')
  })

  it('an op of the future is passed over in silence', async () => {
    const { inbox, send, unread } = rig()
    await synced(inbox, send)
    expect(inbox.apply(passed(1, 'unknown_op'))).toBe('applied')
    expect([inbox.seq(), inbox.understood(), unread.mock.calls.length]).toEqual([1, true, 0])
  })

  it('keeps its place in the order of the log (I5): a gap before it is a gap, twice is once', async () => {
    const { inbox, send, unread } = rig()
    await synced(inbox, send)
    expect([inbox.apply(passed(2)), inbox.apply(passed(1)), inbox.apply(passed(1))]).toEqual([
      'gap',
      'applied',
      'duplicate',
    ])
    expect(unread).toHaveBeenCalledTimes(1)
  })

  it('is asked for anew at the next start, and forgotten when everything open could be read', async () => {
    const { inbox, send, clock, disk, crash } = rig()
    await synced(inbox, send)
    inbox.apply(reminderFrame({ seq: 1 }))
    inbox.apply(passed(2))
    await clock.advanceAsync(0)
    crash()
    const next = boot(clock, disk)
    await next.inbox.load()
    expect([next.inbox.cursor(), next.inbox.understood(), next.inbox.open().length]).toEqual([null, false, 1])
    next.inbox.welcome(welcomeFrame({ resumed: false }), next.send)
    next.inbox.apply(snapshotFrame({ seq: 2, open: [reminderFrame({ seq: 1 }), reminderFrame({ seq: 2 })] }))
    await clock.advanceAsync(0)
    expect([next.inbox.cursor(), next.inbox.understood()]).toEqual(['c2', true])
  })

  it('in a snapshot, whatever could be read is open, and the rest is told', async () => {
    const { inbox, send, unread } = rig()
    await inbox.load()
    inbox.welcome(welcomeFrame({ resumed: false }), send)
    inbox.apply(snapshotFrame({ seq: 3, part: 1, last: false, open: [reminderFrame({ seq: 1 })] }))
    inbox.apply({ ...snapshotFrame({ seq: 3, part: 2, last: true, open: [reminderFrame({ seq: 2 })] }), unread: 2 })
    expect([inbox.open().length, inbox.understood(), unread.mock.calls.length]).toEqual([2, false, 1])
  })
})
