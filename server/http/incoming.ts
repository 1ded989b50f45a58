import { IncomingMessage } from 'node:http'

/**
 * A request that asks for an upgrade only when it asks for a WebSocket. Java's HttpClient, and curl with `--http2`,
 * offer `Upgrade: h2c` with every plain request; a server that has WebSockets would hand those to them, the body
 * unread. A server may ignore the offer (RFC 9110 §7.8). Node decides by this property.
 */
export class Incoming extends IncomingMessage {
  declare private wanted: boolean | null

  get upgrade(): boolean {
    const socket = this.headers.upgrade?.toLowerCase() === 'websocket'
    return this.wanted === true && (socket || this.method === 'CONNECT')
  }

  set upgrade(wanted: boolean | null) {
    this.wanted = wanted
  }
}
