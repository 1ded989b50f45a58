import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The account that the imitation knows. */
export const FEIE_ACCOUNT = { user: 'shop@example.com', ukey: 'a-ukey-for-tests-alone' }

/** The trouble that a call meets. lost: it has its effect, and its answer never arrives. hang: nothing is ever answered. */
export type CloudTrouble = 'none' | 'busy' | 'broken' | 'hang' | 'lost'

/** An imitation of 飞鹅, by its documentation: one address, forms, answers in JSON. */
export interface FakeFeie {
  url: string
  /** Texts that came out of the printer, their tags left in. */
  papers: string[]
  /** Contents that wait for paper. */
  waiting: string[]
  /** The calls so far, by their `apiname`; refused ones too. */
  calls: string[]
  /** What the printer is. `dry`: without paper. */
  printer: 'good' | 'dry' | 'offline'
  /** The trouble that calls of a name meet from now on. */
  trouble: Partial<Record<string, CloudTrouble>>
  /** The wall time by which it judges `expired`, milliseconds. */
  now: number
  /** Puts paper in: what waits, and has not expired, comes out. */
  refill(): void
  close(): Promise<void>
}

const SENTENCES = { good: '在线，工作状态正常。', dry: '在线，工作状态不正常。', offline: '离线。' }

/** Starts the imitation with one printer, on a free port of loopback. */
export async function startFakeFeie(sn: string): Promise<FakeFeie> {
  const orders = new Map<string, { content: string; expired: number; done: boolean }>()
  const hanging = new Set<ServerResponse>()

  const fake: FakeFeie = {
    url: '',
    papers: [],
    waiting: [],
    calls: [],
    printer: 'good',
    trouble: {},
    now: 0,
    refill() {
      fake.printer = 'good'
      for (const order of orders.values()) if (!order.done && fake.now / 1_000 < order.expired) print(order)
      fake.waiting = []
    },
    async close() {
      for (const response of hanging) response.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  function print(order: { content: string; done: boolean }): void {
    order.done = true
    fake.papers.push(order.content)
  }

  function answer(form: URLSearchParams): object {
    const read = (name: string) => form.get(name) ?? ''
    const bad = (ret: number, msg: string) => ({ msg, ret, data: null, serverExecutedTime: 1 })
    const good = (data: unknown) => ({ msg: 'ok', ret: 0, data, serverExecutedTime: 1 })
    if (read('user') !== FEIE_ACCOUNT.user) return bad(-2, '参数错误 : 该帐号未注册.')
    if (!/^\d{10}$/.test(read('stime'))) return bad(-2, '参数错误 : stime.')
    const expected = createHash('sha1')
    for (const part of [FEIE_ACCOUNT.user, FEIE_ACCOUNT.ukey, read('stime')]) expected.update(part, 'utf8')
    if (read('sig') !== expected.digest('hex')) return bad(-3, '验证失败 : 签名错误.')
    if (read('apiname') === 'Open_queryOrderState') {
      const order = orders.get(read('orderid'))
      return order === undefined ? bad(1005, '未找到订单') : good(order.done)
    }
    if (read('sn') !== sn) return bad(1002, '验证失败 : 打印机编号和用户不匹配.')
    if (read('apiname') === 'Open_queryPrinterStatus') return good(SENTENCES[fake.printer])
    if (read('apiname') !== 'Open_printMsg') return bad(-2, '参数错误 : apiname.')
    const content = read('content')
    if (content === '' || Buffer.byteLength(content) > 5_000) return bad(1007, '打印内容长度不能超过5000字节.')
    const id = `${sn}_${orders.size + 1}`
    const order = { content, expired: Number(read('expired')), done: false }
    orders.set(id, order)
    if (fake.printer === 'good') print(order)
    else fake.waiting.push(content)
    return good(id)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const form = new URLSearchParams(body)
    const name = form.get('apiname') ?? ''
    fake.calls.push(name)
    const trouble = fake.trouble[name] ?? 'none'
    if (trouble === 'hang') return void hanging.add(response)
    if (trouble === 'busy') return void response.writeHead(429).end()
    if (trouble === 'broken') return void response.writeHead(500).end('oops')
    const text = JSON.stringify(answer(form))
    if (trouble === 'lost') return void response.destroy()
    response.writeHead(200, { 'content-type': 'application/json' }).end(text)
  }

  const server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}
