import { expect, it } from 'vitest'
import { type Silent, SilentNetworks } from '../../../server/sockets/silent-networks.ts'

const SHARE = 4
/** A source of numbers that comes through all of them. */
function counter() {
  let next = 0
  return (n: number) => next++ % n
}
const from = (address: string): Silent => ({ address })

function crowd(networks: SilentNetworks<Silent>, address: string, count: number): Silent[] {
  const all = Array.from({ length: count }, () => from(address))
  for (const socket of all) networks.add(socket)
  return all
}

it('the network with most silent sockets makes room, and the smaller ones when it is as small', () => {
  const networks = new SilentNetworks<Silent>(SHARE, counter())
  crowd(networks, 'large', 3)
  crowd(networks, 'small', 1)
  const drawn: string[] = []
  for (;;) {
    const socket = networks.draw('newcomer')
    if (socket === undefined) break
    drawn.push(socket.address)
    networks.delete(socket)
  }
  expect(drawn.slice(0, 2)).toEqual(['large', 'large'])
  expect(drawn.slice(2).toSorted()).toEqual(['large', 'small'])
})

it('a newcomer whose own network has its share takes the place of one of that', () => {
  const networks = new SilentNetworks<Silent>(SHARE, counter())
  crowd(networks, 'other', 9)
  const own = crowd(networks, 'own', SHARE)
  expect(own).toContain(networks.draw('own'))
  networks.delete(own[0] as Silent)
  expect(networks.draw('own')).toMatchObject({ address: 'other' })
})

it('a known network is spared within its share, and only while there is anybody else', () => {
  const networks = new SilentNetworks<Silent>(SHARE, counter())
  const shop = crowd(networks, 'shop', SHARE)
  const [stranger] = crowd(networks, 'stranger', 1)
  networks.remember('shop')
  expect(networks.isSpared('shop')).toBe(true)
  for (let i = 0; i < 10; i++) expect(networks.draw('newcomer')).toBe(stranger)
  networks.delete(stranger as Silent)
  expect(shop).toContain(networks.draw('newcomer'))
  crowd(networks, 'stranger', 1)
  crowd(networks, 'shop', 1)
  expect(networks.isSpared('shop')).toBe(false)
  expect(networks.draw('newcomer')).toMatchObject({ address: 'shop' })
})

it('ten thousand networks are remembered, those with the latest hellos', () => {
  const networks = new SilentNetworks<Silent>(SHARE, counter())
  for (let i = 0; i < 10_000; i++) networks.remember(`n${i}`)
  networks.remember('n0')
  networks.remember('one more')
  expect(['n0', 'n1', 'n2', 'one more'].map((address) => networks.isSpared(address))).toEqual([true, false, true, true])
})

it('whatever comes and goes, one that is drawn is there, and of the largest network that is not spared', () => {
  let seed = 7
  const below = (n: number) => {
    seed = (seed * 48_271) % 0x7fff_ffff
    return seed % n
  }
  const networks = new SilentNetworks<Silent>(SHARE, below)
  let present: Silent[] = []
  const sizeOf = (address: string) => present.filter((socket) => socket.address === address).length
  for (let i = 0; i < 3_000; i++) {
    const address = `n${below(12)}`
    if (below(20) === 0) networks.remember(address)
    if (below(2) === 0) {
      const socket = from(address)
      networks.add(socket)
      present.push(socket)
    } else {
      const drawn = networks.draw('newcomer')
      expect(drawn === undefined).toBe(present.length === 0)
      if (drawn === undefined) continue
      const ranks = present.map((one) => (networks.isSpared(one.address) ? 0 : sizeOf(one.address)))
      expect(networks.isSpared(drawn.address) ? 0 : sizeOf(drawn.address)).toBe(Math.max(...ranks))
      networks.delete(drawn)
      present = present.filter((socket) => socket !== drawn)
    }
  }
})
