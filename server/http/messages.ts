import { IncomingMessage, ServerResponse } from 'node:http'
import type { Express } from 'express'

/** The classes from which an HTTP server makes its requests and responses. */
export interface Messages {
  IncomingMessage: typeof IncomingMessage
  ServerResponse: typeof ServerResponse
  /** Gives the classes the prototypes of `app`. To be called once, before the first request is handed to it. */
  belongTo(app: Express): void
}

/**
 * Makes classes for requests and responses that have Express's prototypes from their beginning. Express sets the
 * prototypes of other ones at each request, and each time V8 drops the optimisations for their shape
 * (docs/performance.md).
 */
export function createMessages(): Messages {
  /**
   * A request that has `upgrade` only when it asks for a WebSocket. Java's HttpClient, and curl with `--http2`, offer
   * `Upgrade: h2c` with every plain request; Node would emit these as upgrades, their bodies unread. A server may
   * ignore the offer (RFC 9110 §7.8). Node decides by this property.
   */
  class Incoming extends IncomingMessage {
    declare private requested: boolean | null

    get upgrade(): boolean {
      const socket = this.headers.upgrade?.toLowerCase() === 'websocket'
      return this.requested === true && (socket || this.method === 'CONNECT')
    }

    set upgrade(requested: boolean | null) {
      this.requested = requested
    }
  }
  class Outgoing<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {}

  return {
    IncomingMessage: Incoming,
    ServerResponse: Outgoing,
    belongTo(app) {
      Object.setPrototypeOf(Incoming.prototype, app.request)
      Object.setPrototypeOf(Outgoing.prototype, app.response)
      Object.assign(app, { request: Incoming.prototype, response: Outgoing.prototype })
    },
  }
}
