import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { clientNetwork, networkOf } from '../../../server/lib/client-address.ts'

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:0:9::1', '2001:db8:0:9::/64'],
  ['2001:DB8:0000:0009:aaaa:bbbb:cccc:dddd', '2001:db8:0:9::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
  ['', ''],
  ['nonsense', 'nonsense'],
  ['x'.repeat(5_000), 'x'.repeat(64)],
])('the network of %j is %j', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

/** A request from 10.0.0.9 with this `X-Forwarded-For`. */
function requestWith(header: string | undefined): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: '10.0.0.9' })
  const request = new IncomingMessage(socket)
  if (header !== undefined) request.headers['x-forwarded-for'] = header
  return request
}

it.each([
  [0, '1.1.1.1, 2.2.2.2', '10.0.0.9'],
  [1, '1.1.1.1, 2.2.2.2', '2.2.2.2'],
  [2, '1.1.1.1, 2.2.2.2', '1.1.1.1'],
  [3, '1.1.1.1, 2.2.2.2', '1.1.1.1'],
  [1, '6.6.6.6,2001:db8::1', '2001:db8:0:0::/64'],
  [1, undefined, '10.0.0.9'],
])('behind %i proxies, with X-Forwarded-For %j, a request is from %s', (proxies, header, network) => {
  expect(clientNetwork(requestWith(header), proxies)).toBe(network)
})
