import { SUBPROTOCOL } from '../../../shared/protocol/limits.ts'
import { upgradeRequest } from './raw-socket.ts'

/** A request for a WebSocket on a connection of its own, and what it is answered with: 101 or a refusal. */
export interface OddUpgrade {
  name: string
  bytes: string
  status: number
  /** The subprotocol that is agreed on. */
  protocol?: string
  /** With 101: the code with which it ends at once. */
  code?: number
}

/** Everything that may be wrong with the opening of a WebSocket (RFC 6455 §4.2.1). */
export function oddUpgrades(): OddUpgrade[] {
  const row = (name: string, status: number, headers: Record<string, string | undefined>, method?: string) => ({
    name,
    status,
    bytes: upgradeRequest(headers, method),
  })
  const offered = (offer: string | undefined) => ({ 'Sec-WebSocket-Protocol': offer })
  return [
    ...['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'].map((method) => row(`by ${method}`, 405, {}, method)),
    ...['0', '7', '12', '14', '13, 8', 'x', '', undefined].map((version) =>
      row(`version ${version}`, 400, { 'Sec-WebSocket-Version': version }),
    ),
    ...['', 'x', 'x'.repeat(24), `${'A'.repeat(21)}==x`, '来单', 'A'.repeat(5_000), undefined].map((key) =>
      row(`key ${key?.slice(0, 30)}`, 400, { 'Sec-WebSocket-Key': key }),
    ),
    row('another upgrade', 404, { Upgrade: 'h2c' }),
    row('two upgrades', 404, { Upgrade: 'websocket, h2c' }),
    row('no upgrade', 404, { Connection: 'close' }),
    ...['', ',', ' , x', 'a b', 'x,,y', `${SUBPROTOCOL}, ${SUBPROTOCOL}`, '来单'].map((offer) =>
      row(`subprotocol “${offer}”`, 400, offered(offer)),
    ),
    { ...row('no subprotocol', 101, offered(undefined)), code: 4406 },
    { ...row('another subprotocol', 101, offered('reminder.v2')), code: 4406 },
    {
      ...row('300 other subprotocols', 101, offered(Array.from({ length: 300 }, (_, i) => `x${i}`).join())),
      code: 4406,
    },
    { ...row('the subprotocol among others', 101, offered(`soap, ${SUBPROTOCOL}, mqtt`)), protocol: SUBPROTOCOL },
    {
      ...row('an offer to compress', 101, { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' }),
      protocol: SUBPROTOCOL,
    },
    { ...row('an extension of nobody', 101, { 'Sec-WebSocket-Extensions': ';;;=,"' }), protocol: SUBPROTOCOL },
    row('a page of elsewhere', 403, { Origin: 'http://evil.example' }),
    row('two origins', 403, { Origin: 'http://localhost, http://evil.example' }),
  ]
}
