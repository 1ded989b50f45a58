import { createHash } from 'node:crypto'
import { type FakeCloud, startCloud } from './cloud-server.ts'

/** The account that the imitation knows. */
export const YILIANYUN_ACCOUNT = { client_id: '1000000001', client_secret: 'a-secret-for-tests-alone' }

const TOKEN = 'token-of-the-imitation'
const STATES = { offline: 0, good: 1, dry: 2 }
const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/**
 * Starts an imitation of 易联云 with one printer, by its documentation: paths below `/v2`, forms, `{error, error_description,
 * body}`. Tokens end when `forgets` is called.
 */
export async function startFakeYilianyun(
  machine: string,
): Promise<FakeCloud & { forgets(): void; refill(): void; tokens: number }> {
  const orders = new Map<number, { content: string; status: 0 | 1 | 2 }>()
  const origins = new Set<string>()
  let ended = false

  function answer(cloud: FakeCloud, name: string, form: URLSearchParams): object {
    const read = (field: string) => form.get(field) ?? ''
    const bad = (error: number, error_description: string) => ({ error, error_description, timestamp: 1 })
    const good = (body: unknown) => ({ error: 0, error_description: 'success', timestamp: 1, body })
    if (read('client_id') !== YILIANYUN_ACCOUNT.client_id) return bad(2, 'client_id不存在')
    if (!UUID4.test(read('id'))) return bad(33, 'Uuid不合法')
    if (!/^\d{10}$/.test(read('timestamp'))) return bad(12, '缺少必要参数')
    const expected = createHash('md5').update(YILIANYUN_ACCOUNT.client_id + read('timestamp'))
    if (read('sign') !== expected.update(YILIANYUN_ACCOUNT.client_secret).digest('hex')) return bad(11, 'sign验证失败')
    if (name === '/oauth/oauth') {
      if (read('grant_type') !== 'client_credentials' || read('scope') !== 'all') return bad(12, '缺少必要参数')
      fake.tokens += 1
      ended = false
      return good({ access_token: TOKEN, refresh_token: 'x', expires_in: 2_592_000, scope: 'all' })
    }
    if (read('access_token') !== TOKEN || ended) return bad(18, 'access_token已过期，请刷新access_token或者重新授权')
    if (read('machine_code') !== machine) return bad(8, '打印机信息错误，参数有误')
    const order = orders.get(Number(read('order_id')))
    switch (name) {
      case '/printer/getprintstatus':
        return good({ machine_code: machine, state: STATES[cloud.printer] })
      case '/printer/getorderstatus':
        return order === undefined ? bad(13, '订单不存在') : good({ status: order.status })
      case '/printer/cancelone':
        if (order?.status === 0) order.status = 2
        return good('')
      case '/print/index':
        return printed(cloud, form)
      default:
        return bad(404, '接口不存在')
    }

    function printed(cloud: FakeCloud, form: URLSearchParams): object {
      const [origin = '', content = ''] = [form.get('origin_id') ?? '', form.get('content') ?? '']
      if (!/^[0-9A-Za-z]{1,32}$/.test(origin) || origins.has(origin) || content === '') return bad(12, '缺少必要参数')
      origins.add(origin)
      cloud.printer = cloud.fallsInto ?? cloud.printer
      const done = cloud.printer === 'good'
      const id = orders.size + 1
      orders.set(id, { content, status: done ? 1 : 0 })
      if (done) cloud.papers.push(content)
      return good({ id, origin_id: origin })
    }
  }

  const cloud = await startCloud((path) => path.replace(/^\/v2/, ''), answer)
  const fake = Object.assign(cloud, {
    tokens: 0,
    forgets() {
      ended = true
    },
    /** Puts paper in: what waits, and was not called off, comes out. */
    refill() {
      cloud.printer = 'good'
      for (const { status, content } of orders.values()) if (status === 0) cloud.papers.push(content)
    },
  })
  return fake
}
