import { describe, expect, it } from 'vitest'
import { createHub } from '../../../server/log/hub.ts'

const entry = (seq: number) => ({ seq, body: `entry ${seq}`, eventId: `ev_${seq}` })
const seqs = (entries: readonly { seq: number }[] | undefined) => entries?.map(({ seq }) => seq)

const deaf = { wake() {} }

function listened() {
  const hub = createHub()
  hub.subscribe('a', 0, deaf)
  const leave = () => hub.unsubscribe('a', deaf)
  const hear = (...heard: number[]) => {
    for (const seq of heard) hub.wake('a', seq, entry(seq))
  }
  return { hub, leave, hear }
}

describe('what the hub has just heard of', () => {
  it('is given to whoever stands right before it, in order and no more than asked for', () => {
    const { hub, hear } = listened()
    hear(5, 6, 7)
    expect(seqs(hub.after('a', 4, 64))).toEqual([5, 6, 7])
    expect(seqs(hub.after('a', 5, 1))).toEqual([6])
    expect(hub.after('a', 6, 64)).toEqual([entry(7)])
  })

  it('has nothing for a reader at the head; one behind what is kept, or ahead of what was heard, asks the log', () => {
    const { hub, hear } = listened()
    hear(5)
    expect(hub.after('a', 5, 64)).toEqual([])
    expect(hub.after('a', 6, 64)).toBeUndefined()
    expect(hub.after('a', 3, 64)).toBeUndefined()
    hear(...Array.from({ length: 40 }, (_, i) => 6 + i))
    expect(hub.after('a', 6, 64)).toBeUndefined()
    expect(seqs(hub.after('a', 43, 64))).toEqual([44, 45])
  })

  it('has no hole when wakes are lost, doubled, late, or come without their entry (I5, I15)', () => {
    const { hub, hear } = listened()
    hear(5, 7)
    expect(hub.after('a', 5, 64)).toBeUndefined()
    expect(seqs(hub.after('a', 6, 64))).toEqual([7])
    hear(6, 7)
    expect(seqs(hub.after('a', 6, 64))).toEqual([7])
    hub.wake('a', 8)
    expect(hub.after('a', 6, 64)).toBeUndefined()
    expect(hub.after('a', 7, 64)).toBeUndefined()
    hear(9)
    expect(seqs(hub.after('a', 8, 64))).toEqual([9])
  })

  it('knows of what was committed after a subscriber looked and before it subscribed', () => {
    const hub = createHub()
    hub.wake('a', 4, entry(4))
    expect(hub.stores()).toEqual([])
    hub.subscribe('a', 3, deaf)
    expect(hub.after('a', 3, 64)).toBeUndefined()
    hub.subscribe('b', 3, deaf)
    expect(hub.after('b', 3, 64)).toEqual([])
    hub.subscribe('b', 5, deaf)
    expect(hub.after('b', 3, 64)).toBeUndefined()
    expect(hub.stores()).toEqual(['a', 'b'])
  })

  it('is forgotten with the last listener, and never another store’s (I12)', () => {
    const { hub, leave, hear } = listened()
    hear(1)
    hub.wake('b', 1, entry(1))
    expect(hub.after('b', 0, 64)).toBeUndefined()
    leave()
    expect(hub.after('a', 0, 64)).toBeUndefined()
    hub.subscribe('a', 1, deaf)
    hear(3)
    expect(hub.after('a', 0, 64)).toBeUndefined()
    expect(seqs(hub.after('a', 2, 64))).toEqual([3])
  })
})

describe('a wake', () => {
  /** Readers that write down who was woken. */
  function readers() {
    const hub = createHub()
    const woken: string[] = []
    const reader = (name: string, then = () => {}) => ({
      wake() {
        woken.push(name)
        then()
      },
    })
    const wake = (storeId = 'a') => {
      woken.length = 0
      hub.wake(storeId, 0)
      return woken
    }
    return { hub, reader, wake }
  }

  it('reaches every reader of the store, one or many, and none that has left', () => {
    const { hub, reader, wake } = readers()
    const [one, two, other] = [reader('one'), reader('two'), reader('other')]
    hub.subscribe('b', 0, other)
    expect(wake()).toEqual([])
    hub.subscribe('a', 0, one)
    expect(wake()).toEqual(['one'])
    hub.subscribe('a', 0, two)
    expect(wake()).toEqual(['one', 'two'])
    hub.unsubscribe('a', other)
    hub.unsubscribe('a', one)
    hub.unsubscribe('a', one)
    expect(wake()).toEqual(['two'])
    hub.unsubscribe('a', two)
    expect(wake()).toEqual([])
    expect(hub.stores()).toEqual(['b'])
    hub.subscribe('a', 0, one)
    expect(wake()).toEqual(['one'])
  })

  it('reaches the others when a reader leaves, or another one comes, in the middle of it', () => {
    const { hub, reader, wake } = readers()
    const late = reader('late')
    const leaver = reader('leaver', () => {
      hub.unsubscribe('a', leaver)
      hub.subscribe('a', 0, late)
    })
    hub.subscribe('a', 0, leaver)
    expect(wake()[0]).toBe('leaver')
    expect(wake()).toEqual(['late'])
    hub.subscribe('a', 0, leaver)
    hub.subscribe('a', 0, reader('last'))
    expect(wake()).toEqual(expect.arrayContaining(['late', 'leaver', 'last']))
    expect(wake()).toEqual(['late', 'last'])
  })
})

describe('a frame beside the log', () => {
  it('goes to the readers of its store that take such frames, and is no news of the log', () => {
    const hub = createHub()
    const passed: string[] = []
    const reader = (name: string) => ({ wake() {}, pass: (frame: Buffer) => void passed.push(`${name} ${frame}`) })
    hub.subscribe('a', 3, reader('one'))
    hub.subscribe('a', 3, reader('two'))
    hub.subscribe('a', 3, deaf)
    hub.subscribe('b', 3, reader('other'))
    hub.pass('a', Buffer.from('x'))
    hub.pass('nobody', Buffer.from('x'))
    expect(passed).toEqual(['one x', 'two x'])
    expect(hub.head('a')).toBe(3)
  })
})
