import type { Transport } from '../../../core/ports.ts'

/** Connects by the browser's WebSocket. `terminate` only closes it: a page has no faster way. */
export function createSocketTransport(): Transport {
  return {
    connect(url, subprotocol, events) {
      const socket = new WebSocket(url, [subprotocol])
      socket.onopen = () => events.open()
      socket.onmessage = ({ data }) => {
        if (typeof data === 'string') events.message(data)
        else socket.close(4400, 'text only')
      }
      // The browser tells no page why; a close with its code follows.
      socket.onerror = () => events.error('socket error')
      socket.onclose = ({ code }) => events.close(code)
      return {
        send: (text) => socket.send(text),
        close: (code, reason) => socket.close(code, reason),
        terminate: () => socket.close(),
      }
    },
  }
}
