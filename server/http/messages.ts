import { IncomingMessage, ServerResponse } from 'node:http'
import type { Express } from 'express'

/** What an HTTP server makes its requests and responses from. */
export interface Messages {
  IncomingMessage: typeof IncomingMessage
  ServerResponse: typeof ServerResponse
  /** Gives all of them what `app` gives to its own. Once, before the first of them is handed to it. */
  belongTo(app: Express): void
}

/**
 * Express puts a prototype of its own under every request and every response, and each time V8 forgets what it has
 * learned of their shape. Those that were made with that prototype stay as they are (docs/performance.md).
 */
export function createMessages(): Messages {
  /**
   * A request that asks for an upgrade only when it asks for a WebSocket. Java's HttpClient, and curl with `--http2`,
   * offer `Upgrade: h2c` with every plain request; a server that has WebSockets would hand those to them, the body
   * unread. A server may ignore the offer (RFC 9110 §7.8). Node decides by this property.
   */
  class Incoming extends IncomingMessage {
    declare private wanted: boolean | null

    get upgrade(): boolean {
      const socket = this.headers.upgrade?.toLowerCase() === 'websocket'
      return this.wanted === true && (socket || this.method === 'CONNECT')
    }

    set upgrade(wanted: boolean | null) {
      this.wanted = wanted
    }
  }
  class SendBuffer<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {}

  return {
    IncomingMessage: Incoming,
    ServerResponse: SendBuffer,
    belongTo(app) {
      Object.setPrototypeOf(Incoming.prototype, app.request)
      Object.setPrototypeOf(SendBuffer.prototype, app.response)
      Object.assign(app, { request: Incoming.prototype, response: SendBuffer.prototype })
    },
  }
}
