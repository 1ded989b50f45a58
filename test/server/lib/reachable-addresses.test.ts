import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { reachableAddresses } from '../../../server/lib/reachable-addresses.ts'

function address(text: string, internal = false): NetworkInterfaceInfo {
  const family = text.includes(':') ? ('IPv6' as const) : ('IPv4' as const)
  const rest = { address: text, netmask: '', mac: '', internal, cidr: null }
  return family === 'IPv6' ? { ...rest, family, scopeid: 0 } : { ...rest, family }
}

const SHOP = () => ({
  lo: [address('127.0.0.1', true), address('::1', true)],
  docker0: [address('172.17.0.1')],
  'br-5f2a': [address('172.18.0.1')],
  tun0: [address('10.8.0.2')],
  eth0: [address('192.168.1.20'), address('fe80::1'), address('2001:db8::20')],
  wlan0: [address('169.254.3.4')],
})
const NOTHING = () => ({ lo: [address('127.0.0.1', true)] })
const at = (host: string, publicUrl?: string) => ({ host, port: 8080, publicUrl })

describe('the addresses at which other machines reach a server', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost', 'shop.localhost'])(
    'none where it listens on %s alone',
    (host) => expect(reachableAddresses(at(host), SHOP)).toEqual([]),
  )

  it('those of its networks where it listens on all, the shop’s first, none of its containers’', () => {
    const expected = ['http://192.168.1.20:8080', 'http://10.8.0.2:8080']
    expect(reachableAddresses(at('0.0.0.0'), SHOP)).toEqual(expected)
    expect(reachableAddresses(at('::'), SHOP)).toEqual(expected)
    expect(reachableAddresses(at('0.0.0.0'), NOTHING)).toEqual([])
  })

  it('of IPv6, where there is no other, and never one of the link alone', () => {
    const six = () => ({ eth0: [address('fe80::1'), address('2001:db8::20')] })
    expect(reachableAddresses(at('::'), six)).toEqual(['http://[2001:db8::20]:8080'])
  })

  it('the one that it listens on', () => {
    expect(reachableAddresses(at('192.168.1.20'), SHOP)).toEqual(['http://192.168.1.20:8080'])
    expect(reachableAddresses(at('2001:db8::20'), SHOP)).toEqual(['http://[2001:db8::20]:8080'])
  })

  it('PUBLIC_URL where it is set, with its path, unless that is this machine to itself', () => {
    expect(reachableAddresses(at('127.0.0.1', 'https://bell.example/'), SHOP)).toEqual(['https://bell.example'])
    expect(reachableAddresses(at('0.0.0.0', 'https://bell.example/bell/'), SHOP)).toEqual(['https://bell.example/bell'])
    expect(reachableAddresses(at('127.0.0.1', 'http://localhost:8080'), SHOP)).toEqual([])
    expect(reachableAddresses(at('192.168.1.20', 'http://127.0.0.1:9000'), SHOP)).toEqual(['http://192.168.1.20:8080'])
  })
})
