import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Clock } from '../../../../shared/clock.ts'
import { atEnd } from '../../../support/at-end.ts'
import type { SeededRandom } from '../../../support/seeded-random.ts'
import { abort, createLane, type Lane } from './lane.ts'
import { WEATHER, type Weather, type WeatherName } from './weather.ts'

/** A stretch of network between clients and a server of ours, with a weather that can be changed at any moment. */
export interface TcpProxy {
  /** Where clients find it: `http://127.0.0.1:port`. */
  url: string
  /** Where it leads to from now on. */
  leadTo(url: string): void
  /** For every connection, those there are and those to come. */
  weather(name: WeatherName): void
  /** Ends every connection by RST, on both sides. */
  reset(): void
  /**
   * One side of every connection is gone and says nothing more, neither FIN nor RST; to the other side the connection
   * stays open, and whatever it sends is swallowed.
   */
  vanish(side: 'client' | 'server'): void
  /** Connections of clients that are open, those whose server has vanished included. */
  connections(): number
}

interface Connection {
  client: Socket
  server: Socket
  lanes: Lane[]
}

/** Starts a proxy on a free port of loopback; it is closed at the end of the test or round. */
export async function startTcpProxy(deps: { clock: Clock; random: SeededRandom }): Promise<TcpProxy> {
  const connections = new Set<Connection>()
  const clients = new Set<Socket>()
  const sockets = new Set<Socket>()
  let now: Weather = WEATHER.clear
  let target: URL | undefined

  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }

  function accept(client: Socket): void {
    keep(client)
    if (target === undefined) return abort(client)
    clients.add(client)
    const server = connect({ host: target.hostname, port: Number(target.port), allowHalfOpen: true })
    keep(server)
    const lanes = [createLane(client, server, () => now.up, deps), createLane(server, client, () => now.down, deps)]
    const connection = { client, server, lanes }
    connections.add(connection)
    client.on('close', () => clients.delete(client))
    for (const socket of [client, server]) {
      socket.on('close', () => client.destroyed && server.destroyed && connections.delete(connection))
    }
  }

  function giveUp(connection: Connection): void {
    for (const lane of connection.lanes) lane.swallow()
    connections.delete(connection)
  }

  const listener = createServer({ allowHalfOpen: true }, accept).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  atEnd(() => {
    listener.close()
    for (const socket of sockets) socket.destroy()
  })
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    leadTo(url) {
      target = new URL(url)
    },
    weather(name) {
      now = WEATHER[name]
      for (const { lanes } of connections) for (const lane of lanes) lane.look()
    },
    reset() {
      for (const connection of connections) {
        giveUp(connection)
        abort(connection.client)
        abort(connection.server)
      }
    },
    vanish(side) {
      for (const connection of connections) {
        giveUp(connection)
        connection[side].destroy()
      }
    },
    connections: () => clients.size,
  }
}
