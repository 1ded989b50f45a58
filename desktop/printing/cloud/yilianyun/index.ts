import { createHash, randomUUID } from 'node:crypto'
import type { CloudCall, CloudModule, Sent } from '../port.ts'
import { type CallFault, postForm } from '../post-form.ts'
import { yilianyunMarkup } from './markup.ts'

const BASE = 'https://open-api.10ss.net/v2'
/** Bytes of a content: the service names no most, and other makes take as many. */
const MOST_BYTES = 4_900
/** The time for which an account that was refused is not tried again, milliseconds: an application gets 20 tokens a day. */
const REFUSED_FOR_MS = 60 * 60_000
/** States of a printer and of an order, in the service's own numbers. */
const OFFLINE = '0'
const NO_PAPER = '2'
const PRINTED = '1'

type Answer = { data: unknown } | CallFault
type Token = { token: string } | { refusedAt: number }

/**
 * 易联云 (Yilianyun), an application of the shop's own (自有型应用). Each call is a form with `client_id`, `timestamp` (seconds),
 * `id` (a UUID) and `sign` = MD5 of client_id + timestamp + client_secret in lower-case hex; it answers `{error, body}`, `error` 0
 * being good. `/oauth/oauth` gives the token of all other calls, which does not end, 20 times a day. `origin_id` with
 * `idempotence` 1 is printed once. Sources: www.kancloud.cn/elind-dev/openapi/332000 (signature), /371770 (token), /372519
 * (printing), www.kancloud.cn/ly6886/oauth-api/3170312 (state of a printer), /3170329 (states of orders), and
 * the service's SDK (packagist.org/packages/yly-openapi/yly-openapi-sdk) for getorderstatus and cancelone. Tried on an imitation alone.
 */
export function createYilianyun(): CloudModule {
  /** By the account. A token of a run is got once. */
  const tokens = new Map<string, Token>()

  async function tokenOf(call: CloudCall): Promise<{ token: string } | CallFault> {
    const key = keyOf(call)
    const known = tokens.get(key)
    if (known !== undefined && 'token' in known) return known
    if (known !== undefined && Math.abs(call.now - known.refusedAt) < REFUSED_FOR_MS)
      return { fault: 'cloud_refused', doubt: false }
    const answer = await post(call, '/oauth/oauth', { grant_type: 'client_credentials', scope: 'all' })
    if ('fault' in answer) {
      if (answer.fault === 'cloud_refused') tokens.set(key, { refusedAt: call.now })
      return { ...answer, doubt: false }
    }
    const { access_token: token } = Object(answer.data) as { access_token?: unknown }
    if (typeof token !== 'string') return { fault: 'bad_status', doubt: false }
    tokens.set(key, { token })
    return { token }
  }

  async function ask(call: CloudCall, path: string, fields: Record<string, string>): Promise<Answer> {
    const got = await tokenOf(call)
    if ('fault' in got) return got
    return await post(call, path, { access_token: got.token, machine_code: call.printer, ...fields })
  }

  async function post(call: CloudCall, path: string, fields: Record<string, string>): Promise<Answer> {
    const { client_id = '', client_secret = '' } = call.account
    const timestamp = String(Math.floor(call.now / 1_000))
    const sign = createHash('md5').update(`${client_id}${timestamp}${client_secret}`).digest('hex')
    const own = { client_id, timestamp, sign, id: randomUUID() }
    const answer = await postForm(call.fetch, `${BASE}${path}`, { ...own, ...fields })
    if ('fault' in answer) return answer
    const { error, error_description, body } = answer.body
    // Version 1 writes numbers as texts.
    if (String(error) === '0') return { data: body }
    if (error === undefined) return { fault: 'bad_status', doubt: true }
    if (String(error_description).includes('access_token')) tokens.delete(keyOf(call))
    return { fault: 'cloud_refused', doubt: false }
  }

  return {
    service: 'yilianyun',
    markup: yilianyunMarkup,
    mostBytes: MOST_BYTES,

    async status(call) {
      const answer = await ask(call, '/printer/getprintstatus', {})
      if ('fault' in answer) return answer.fault
      const state = String((Object(answer.data) as { state?: unknown }).state)
      if (state === OFFLINE) return 'offline'
      return state === NO_PAPER ? 'paper_out' : 'ok'
    },

    async send(call, content): Promise<Sent> {
      const origin = { origin_id: randomUUID().replaceAll('-', ''), idempotence: '1' }
      const answer = await ask(call, '/print/index', { content, ...origin })
      if ('fault' in answer) return answer
      const { id } = Object(answer.data) as { id?: unknown }
      return id === undefined ? { fault: 'bad_status', doubt: true } : { taken: String(id) }
    },

    async printed(call, taken) {
      const answer = await ask(call, '/printer/getorderstatus', { order_id: taken })
      if ('fault' in answer) return undefined
      const { status } = Object(answer.data) as { status?: unknown }
      return status === undefined ? undefined : String(status) === PRINTED
    },

    drop: (call, taken) => ask(call, '/printer/cancelone', { order_id: taken }),
  }
}

function keyOf({ account }: CloudCall): string {
  return `${account['client_id']} ${account['client_secret']}`
}
