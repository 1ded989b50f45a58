import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createEndpointCaller, type LookupAll } from '../../../server/events/call-endpoint.ts'
import { mayCall, urlRefusal } from '../../../server/events/outside-address.ts'

const PUBLIC = { allowHttp: false, allowPrivate: false }
const OPEN = { allowHttp: true, allowPrivate: true }

const PRIVATE_ADDRESSES = [
  ...['127.0.0.1', '127.255.255.254', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['100.64.0.1', '100.127.255.255', '::1', 'fc00::1', 'fd12:3456::1'],
  ...[
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:c0a8:101',
    '64:ff9b::7f00:1',
    '64:ff9b::10.1.2.3',
  ],
]
const NEVER = [
  ...['0.0.0.0', '0.1.2.3', '169.254.169.254', '169.254.0.1', '224.0.0.1', '239.1.1.1', '240.0.0.1', '255.255.255.255'],
  ...['192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '192.88.99.1'],
  ...['::', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1', 'ff02::1', '2001:db8::1', '100::1'],
  ...['2002:7f00:1::', '2002:a9fe:a9fe::', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '64:ff9b:1::7f00:1'],
  ...['::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '64:ff9b::a9fe:a9fe', '::ffff:0.0.0.0'],
  // Where clouds keep their keys beside the link-local addresses: Alibaba, AWS, Google, Azure.
  ...['100.100.100.200', '::ffff:100.100.100.200', '64:ff9b::6464:64c8', 'fd00:ec2::254', 'fd20:ce::254'],
  ...['168.63.129.16', '::ffff:168.63.129.16'],
  // IPv4-translated and segment-routing addresses, and those for documents (RFC 2765, RFC 9602, RFC 9637).
  ...['::ffff:0:a9fe:a9fe', '::ffff:0:7f00:1', '5f00::1', '3fff::1'],
  ...['', 'localhost', '127.1', '0x7f000001', '2130706433', '1.2.3.4.5', '::g'],
]
const OUTSIDE = [
  '1.1.1.1',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '11.0.0.1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
]

it('addresses are told apart: those outside are called, private ones where that is allowed, others never', () => {
  for (const address of OUTSIDE) expect(mayCall(address, PUBLIC), address).toBe(true)
  for (const address of PRIVATE_ADDRESSES)
    expect([mayCall(address, PUBLIC), mayCall(address, OPEN)], address).toEqual([false, true])
  for (const address of NEVER)
    expect([mayCall(address, PUBLIC), mayCall(address, OPEN)], address).toEqual([false, false])
})

it('URLs that are written to hide where they lead are refused', () => {
  const refused = [
    ...['http://example.com/', 'ftp://example.com/', 'file:///etc/passwd', 'gopher://example.com/'],
    ...['https://127.0.0.1/', 'https://127.1/', 'https://0x7f.1/', 'https://2130706433/', 'https://017700000001/'],
    ...['https://0/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[0:0:0:0:0:ffff:7f00:0001]/'],
    ...[
      'https://169.254.169.254/latest/meta-data/',
      'https://①②⑦.⓪.⓪.①/',
      'https://[fe80::1]/',
      'https://192.168.0.1:8443/',
    ],
    ...['https://example.com:22/', 'https://example.com:25/', 'https://example.com:993/', 'https://example.com:0/'],
  ]
  for (const url of refused) expect(urlRefusal(new URL(url), PUBLIC), url).toBeDefined()
  for (const url of [
    'https://example.com/',
    'https://example.com:8443/hook?x=1',
    'https://[2606:4700::1111]/',
    'https://例子.中国/',
  ])
    expect(urlRefusal(new URL(url), PUBLIC), url).toBeUndefined()
  expect(urlRefusal(new URL('http://127.0.0.1:3000/'), OPEN)).toBeUndefined()
  for (const url of ['http://127.0.0.1:22/', 'http://169.254.169.254/'])
    expect(urlRefusal(new URL(url), OPEN), url).toBeDefined()
})

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

const leadsTo =
  (...addresses: string[]): LookupAll =>
  (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

const request = (url: string) => ({ url, headers: {}, body: '{}' })

it('a name is judged by every address that it leads to, as it is connected to', async () => {
  let calls = 0
  const port = await listen((_request, response) => {
    calls++
    response.end()
  })
  const rules = { allowHttp: true, allowPrivate: false }
  const url = `http://hooks.example:${port}/`
  for (const addresses of [['127.0.0.1'], ['1.1.1.1', '127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['169.254.169.254']])
    expect(await createEndpointCaller(rules, leadsTo(...addresses))(request(url)), addresses.join()).toEqual({
      refused: 'address_refused',
    })
  expect(calls).toBe(0)
  // A name that leads outside when it is looked at first, and inside afterwards, is looked up once a call.
  let looks = 0
  const rebinds: LookupAll = (host, options, callback) =>
    leadsTo(looks++ === 0 ? '127.0.0.1' : '169.254.169.254')(host, options, callback)
  expect(await createEndpointCaller(OPEN, rebinds)(request(url))).toEqual({ status: 200 })
  expect(looks).toBe(1)
  expect(await createEndpointCaller(OPEN, rebinds)(request(url))).toEqual({ refused: 'address_refused' })
  expect(calls).toBe(1)
})

it('a name that leads nowhere is no answer', async () => {
  const nowhere: LookupAll = (_host, _options, callback) => callback(new Error('ENOTFOUND'), [])
  await expect(createEndpointCaller(PUBLIC, nowhere)(request('https://hooks.example/'))).rejects.toThrow('ENOTFOUND')
  await expect(createEndpointCaller(PUBLIC, leadsTo())(request('https://hooks.example/'))).rejects.toThrow('no address')
})

it('an answer that wants to speak another protocol is an answer, and the connection ends', async () => {
  const port = await listen((asked) => {
    asked.socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    asked.socket.once('close', ended)
  })
  let ended = () => {}
  const end = new Promise<void>((resolve) => {
    ended = resolve
  })
  expect(await createEndpointCaller(OPEN)(request(`http://127.0.0.1:${port}/`))).toEqual({ status: 101 })
  await end
})

it('redirects lead nowhere, and of an answer without an end a beginning is read', async () => {
  let sent = 0
  const port = await listen((asked, response) => {
    if (asked.url === '/moved') return void response.writeHead(302, { Location: '/endless' }).end()
    response.writeHead(200)
    const more = () => {
      sent++
      while (response.write('x'.repeat(16_384)) && !response.destroyed);
    }
    response.on('drain', more)
    more()
  })
  const call = createEndpointCaller(OPEN)
  expect(await call(request(`http://127.0.0.1:${port}/moved`))).toEqual({ status: 302 })
  expect(sent).toBe(0)
  expect(await call(request(`http://127.0.0.1:${port}/endless`))).toEqual({ status: 200 })
})
