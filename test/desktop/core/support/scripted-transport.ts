import type { SocketEvents, Transport } from '../../../../desktop/core/ports.ts'
import type { ClientFrame, ServerFrame } from '../../../../shared/protocol/frames.ts'
import { parseClientFrame } from '../../../../shared/protocol/parse-frame.ts'

/** The server's end of one socket, moved by hand. */
export interface ScriptedSocket {
  url: string
  subprotocol: string
  /** Everything the client sent; a frame that the shared schema refuses throws in the client's face. */
  sent: ClientFrame[]
  /** How the client ended it: its close code, or `terminated`. */
  endedBy: number | 'terminated' | undefined
  accept(): void
  send(frame: ServerFrame): void
  sendText(text: string): void
  close(code: number): void
  error(error: Error): void
  /** The frames of one kind that the client sent. */
  all<Op extends ClientFrame['op']>(op: Op): Extract<ClientFrame, { op: Op }>[]
}

export interface ScriptedTransport extends Transport {
  sockets: ScriptedSocket[]
  /** The newest socket. */
  last(): ScriptedSocket
  /** From now on `connect` throws. */
  refuse(error: Error | undefined): void
}

export function createScriptedTransport(): ScriptedTransport {
  const sockets: ScriptedSocket[] = []
  let refusal: Error | undefined

  return {
    sockets,
    last() {
      const socket = sockets.at(-1)
      if (socket === undefined) throw new Error('nobody has connected yet')
      return socket
    },
    refuse(error) {
      refusal = error
    },
    connect(url, subprotocol, events) {
      if (refusal !== undefined) throw refusal
      const socket = scriptedSocket(url, subprotocol, events)
      sockets.push(socket)
      return {
        send(text) {
          if (socket.endedBy !== undefined) throw new Error('the socket is closed')
          const parsed = parseClientFrame(text)
          if (!('ok' in parsed)) throw new Error(`the client sent a bad frame: ${text}`)
          socket.sent.push(parsed.ok)
        },
        close(code) {
          socket.endedBy ??= code
        },
        terminate() {
          socket.endedBy ??= 'terminated'
        },
      }
    },
  }
}

function scriptedSocket(url: string, subprotocol: string, events: SocketEvents): ScriptedSocket {
  const sent: ClientFrame[] = []
  return {
    url,
    subprotocol,
    sent,
    endedBy: undefined,
    accept: events.open,
    send: (frame) => events.message(JSON.stringify(frame)),
    sendText: events.message,
    close: events.close,
    error: events.error,
    all: <Op extends ClientFrame['op']>(op: Op) =>
      sent.filter((frame): frame is Extract<ClientFrame, { op: Op }> => frame.op === op),
  }
}
