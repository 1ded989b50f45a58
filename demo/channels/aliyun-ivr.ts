import type { ArrivedCall, ImitatedChannel, Reading } from './robots.ts'
import { aliyunSigned } from './telephone.ts'

/** A call of Aliyun’s that rings at somebody's telephone. */
export interface RingingIvrCall {
  id: string
  to: string
  said: string
  outId: string
  /** The keys that mean something. */
  keys: readonly string[]
}

/** Aliyun’s calls with keys in small: takes them, and pushes to one address what people do with them. */
export interface FakeAliyunIvr {
  calls: RingingIvrCall[]
  channel: ImitatedChannel
  /** The address that the account’s console would know. */
  reportsTo: string
  /** Presses a key in a call, and pushes the report of it, `times` over. */
  press(id: string, key: string, times?: number): Promise<number[]>
  /** Ends a call, and pushes its record, with the keys that were pressed. */
  end(id: string, statusCode: string, dtmf?: string): Promise<number[]>
}

const refuses = (Code: string, status = 400): Reading => ({
  refuses: { status, body: JSON.stringify({ Code, Message: 'imitated' }) },
})

/** Makes the imitation, by help.aliyun.com/document_detail/114037.html. `deliver` pushes; the answer’s status comes back. */
export function createFakeAliyunIvr(deliver: (url: string, body: string) => Promise<number>): FakeAliyunIvr {
  const calls: RingingIvrCall[] = []

  async function push(report: Record<string, string>, times = 1): Promise<number[]> {
    const statuses: number[] = []
    for (let time = 0; time < times; time++) statuses.push(await deliver(fake.reportsTo, JSON.stringify([report])))
    return statuses
  }

  function find(id: string): RingingIvrCall {
    const call = calls.find((one) => one.id === id)
    if (call === undefined) throw new Error(`there is no call ${id}`)
    return call
  }

  async function reads(call: ArrivedCall): Promise<Reading> {
    if (!(await aliyunSigned(call))) return refuses('SignatureDoesNotMatch')
    const { query } = call
    const menu = [1, 2, 3].map((n) => [query.get(`MenuKeyMap.${n}.Key`), query.get(`MenuKeyMap.${n}.Code`)] as const)
    const to = query.get('CalledNumber') ?? ''
    if (!/^1[3-9]\d{9}$/.test(to)) return refuses('isv.MOBILE_NUMBER_ILLEGAL')
    if (!/^\d{3,20}$/.test(query.get('CalledShowNumber') ?? '')) return refuses('isv.CALLED_SHOW_NUMBER_ILLEGAL')
    if (!menu.every(([key, code]) => key !== null && /^TTS_\d+$/.test(code ?? '')))
      return refuses('isv.INVALID_PARAMETERS')
    if (!/^TTS_\d+$/.test(query.get('StartCode') ?? '')) return refuses('isv.TTS_TEMPLATE_ILLEGAL')
    const { store, what } = JSON.parse(query.get('StartTtsParams') ?? '{}') as { store: string; what: string }
    const id = `1000016165^${String(calls.length + 1).padStart(12, '0')}`
    const said = `来单${store}：${what}。按1全部接单，按2我来处理，按3通知下一位`
    const outId = query.get('OutId') ?? ''
    return {
      text: said,
      id: outId,
      reply: JSON.stringify({ Code: 'OK', Message: 'OK', RequestId: 'imitated', CallId: id }),
      taken: () => calls.push({ id, to, said, outId, keys: menu.map(([key]) => key ?? '') }),
    }
  }

  const fake: FakeAliyunIvr = {
    calls,
    reportsTo: '',
    channel: {
      reads,
      took: '',
      tooMany: { status: 200, body: JSON.stringify({ Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: '触发流控' }) },
    },
    press(id, key, times) {
      const { outId } = find(id)
      const state = { status_code: '300000', smart_status_code: 'ANSWERED', status_time: '2023-03-06 16:21:12' }
      return push({ ...state, dtmf: key, out_id: outId, call_id: id }, times)
    },
    end(id, statusCode, dtmf = '') {
      const { outId, to } = find(id)
      const times = { originate_time: '2020-05-01 10:00:00', end_time: '2020-05-01 10:00:30', duration: '10' }
      return push({
        ...times,
        call_id: id,
        out_id: outId,
        callee: to,
        status_code: statusCode,
        dtmf,
        voice_type: 'voice',
      })
    },
  }
  return fake
}
