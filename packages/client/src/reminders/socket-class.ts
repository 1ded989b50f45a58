/** A WebSocket as browsers, Node from 22 on, and the package `ws` have it. */
export interface SocketLike {
  readonly readyState: number
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void
  send(text: string): void
  close(code?: number): void
}

export type SocketClass = new (url: string, protocol: string) => SocketLike
