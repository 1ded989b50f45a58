import { createHash } from 'node:crypto'
import type { CloudCall, CloudModule, Sent } from '../port.ts'
import { type CallFault, postForm } from '../post-form.ts'
import { feieMarkup } from './markup.ts'

const URL = 'https://api.feieyun.cn/Api/Open/'
/** Bytes of a content; the service takes 5,000. */
const MOST_BYTES = 4_900

type Answer = { data: unknown } | CallFault

/**
 * 飞鹅 (Feieyun). One address takes every call as a form: `user`, `stime` (seconds), `sig` = SHA-1 of user + UKEY + stime in
 * lower-case hex, `apiname`; it answers `{msg, ret, data}`, `ret` 0 being good. `Open_printMsg` answers the number of an
 * order, `Open_queryOrderState` whether it has come out, `Open_queryPrinterStatus` one of three sentences; `expired` (seconds)
 * is when an order is dropped unprinted. Source: the service's documentation, help.feieyun.com/document.php, as its PHP
 * example (API_PHP_DEMO.php) and www.cnblogs.com/fangjiali/p/6593508.html quote it. Tried on an imitation alone.
 */
export const feie: CloudModule = {
  service: 'feie',
  markup: feieMarkup,
  mostBytes: MOST_BYTES,

  async status(call) {
    const answer = await ask(call, { apiname: 'Open_queryPrinterStatus', sn: call.printer })
    if ('fault' in answer) return answer.fault
    const said = String(answer.data)
    if (said.includes('离线')) return 'offline'
    // By the service’s own words it nearly always means that there is no paper.
    return said.includes('不正常') ? 'paper_out' : 'ok'
  },

  async send(call, content, expiresAt): Promise<Sent> {
    const order = { apiname: 'Open_printMsg', sn: call.printer, content, times: '1' }
    const answer = await ask(call, { ...order, expired: String(Math.floor(expiresAt / 1_000)) })
    if ('fault' in answer) return answer
    return typeof answer.data === 'string' ? { taken: answer.data } : { fault: 'bad_status', doubt: true }
  },

  async printed(call, taken) {
    const answer = await ask(call, { apiname: 'Open_queryOrderState', orderid: taken })
    return 'data' in answer && typeof answer.data === 'boolean' ? answer.data : undefined
  },
}

async function ask({ fetch, account, now }: CloudCall, fields: Record<string, string>): Promise<Answer> {
  const { user = '', ukey = '' } = account
  const stime = String(Math.floor(now / 1_000))
  const sig = createHash('sha1').update(`${user}${ukey}${stime}`).digest('hex')
  const answer = await postForm(fetch, URL, { user, stime, sig, ...fields })
  if ('fault' in answer) return answer
  const { ret, data } = answer.body
  if (ret === 0) return { data }
  // A number other than 0 is a refusal: nothing was taken.
  return typeof ret === 'number' ? { fault: 'cloud_refused', doubt: false } : { fault: 'bad_status', doubt: true }
}
