import { FAKE_SECRETS, hmacBase64Sha1 } from './check-signature.ts'
import type { ArrivedCall, ImitatedChannel, Reading } from './robots.ts'

/** A call that rings at somebody's telephone. */
export interface RingingCall {
  sid: string
  to: string
  /** The words, without their markup. */
  said: string
  /** The address for a key; absent: none is waited for. */
  action: string | undefined
  statusCallback: string | undefined
  /** ringing, or the last word about it. */
  status: string
}

/** Twilio in small: takes calls and texts, and reports what people do with a call. */
export interface FakeTwilio {
  calls: RingingCall[]
  channel: ImitatedChannel
  /** Presses a key in a call, and reports it, `times` over. */
  press(sid: string, key: string, times?: number): Promise<number[]>
  /** Ends a call, and reports it. */
  end(sid: string, status: string, times?: number): Promise<number[]>
}

const error = (code: number, status: number): Reading => ({
  refuses: { status, body: JSON.stringify({ code, message: 'imitated', status }) },
})

/**
 * Makes the imitation. `deliver` makes a report’s request to the address that it is signed for; an answer’s status comes
 * back. Signs with Web Crypto (twilio.com/docs/usage/security).
 */
export function createFakeTwilio(
  deliver: (url: string, form: URLSearchParams, signature: string) => Promise<number>,
): FakeTwilio {
  const { twilioSid, twilioToken } = FAKE_SECRETS
  const calls: RingingCall[] = []
  let count = 0

  async function report(url: string, fields: Record<string, string>): Promise<number> {
    const text = Object.keys(fields)
      .sort()
      .map((name) => name + fields[name])
    return await deliver(url, new URLSearchParams(fields), await hmacBase64Sha1(twilioToken, url + text.join('')))
  }

  function find(sid: string): RingingCall {
    const call = calls.find((one) => one.sid === sid)
    if (call === undefined) throw new Error(`there is no call ${sid}`)
    return call
  }

  async function several(times: number, once: () => Promise<number>): Promise<number[]> {
    const statuses: number[] = []
    for (let time = 0; time < times; time++) statuses.push(await once())
    return statuses
  }

  function placed({ body }: ArrivedCall): Reading {
    const form = new URLSearchParams(body)
    const to = form.get('To') ?? ''
    if (!/^\+\d{6,15}$/.test(to)) return error(21_211, 400)
    const twiml = form.get('Twiml') ?? ''
    const sid = `CA${String(++count).padStart(32, '0')}`
    const said = /<Say[^>]*>([^<]*)<\/Say>/.exec(twiml)?.[1] ?? ''
    const action = /action="([^"]+)"/.exec(twiml)?.[1]
    return {
      text: said,
      reply: JSON.stringify({ sid, status: 'queued' }),
      taken: () =>
        calls.push({
          sid,
          to,
          said,
          action,
          statusCallback: form.get('StatusCallback') ?? undefined,
          status: 'ringing',
        }),
    }
  }

  function changed(sid: string, { body }: ArrivedCall): Reading {
    const call = calls.find((one) => one.sid === sid)
    if (call === undefined) return error(20_404, 404)
    return {
      text: '',
      reply: JSON.stringify({ sid, status: 'completed' }),
      taken: () => {
        if (call.status === 'ringing') call.status = `hung up: ${new URLSearchParams(body).get('Status')}`
      },
    }
  }

  return {
    calls,
    channel: {
      async reads(call) {
        const basic = `Basic ${btoa(`${twilioSid}:${twilioToken}`)}`
        if (call.headers['authorization'] !== basic) return error(20_003, 401)
        const path = call.path.replace(`/2010-04-01/Accounts/${twilioSid}`, '')
        if (path === '/Calls.json') return placed(call)
        const sid = /^\/Calls\/(CA\d{32})\.json$/.exec(path)?.[1]
        if (sid !== undefined) return changed(sid, call)
        if (path !== '/Messages.json') return error(20_404, 404)
        return {
          text: new URLSearchParams(call.body).get('Body') ?? '',
          reply: JSON.stringify({ sid: 'SMimitated', status: 'queued' }),
        }
      },
      took: '',
      tooMany: { status: 429, body: JSON.stringify({ code: 20_429, message: 'Too Many Requests', status: 429 }) },
    },
    press(sid, key, times = 1) {
      const { action = '' } = find(sid)
      return several(times, () => report(action, { CallSid: sid, CallStatus: 'in-progress', Digits: key }))
    },
    end(sid, status, times = 1) {
      const call = find(sid)
      call.status = status
      return several(times, () => report(call.statusCallback ?? '', { CallSid: sid, CallStatus: status }))
    },
  }
}
