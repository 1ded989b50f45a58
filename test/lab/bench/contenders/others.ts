import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '../find-program.ts'
import { awaitPort } from '../port.ts'
import type { Contender, Setup } from './contender.ts'
import { startNodeServer } from './node-server.ts'

/** A contender that is one Node process. Its devices' tokens are their numbers. */
function nodeContender(name: string, what: string, more: Partial<Contender> = {}): Contender {
  return {
    name,
    what,
    missing: () => undefined,
    async start(processes, setup) {
      const env = { DIR: processes.dir, ...environment(setup) }
      const server = await startNodeServer(processes, `test/lab/bench/contenders/${name}-process.ts`, env)
      return { ...server, tokens: numberedTokens(setup), pids: () => [server.pid()] }
    },
    ...more,
  }
}

/** The program that keeps what a gateway is told. */
interface Store {
  /** Its name in PATH, and that of its package in Debian. */
  program: string
  /** Its arguments; a program that reads a file of settings finds it in `dir`. */
  args(port: string, dir: string): string[]
}

/** A contender that is one Node process in front of a store, whose port it finds in `<NAME>_PORT`. */
function gatewayContender(name: string, what: string, { program, args }: Store): Contender {
  return {
    name,
    what,
    missing: () =>
      findProgram(program) === undefined
        ? `${program} is not installed (Debian: apt-get install ${program})`
        : undefined,
    async start(processes, setup) {
      const port = await freePort()
      const store = processes.run(findProgram(program) ?? program, args(String(port), processes.dir))
      await awaitPort('127.0.0.1', port)
      const env = { [`${name.toUpperCase()}_PORT`]: String(port), ...environment(setup) }
      const gateway = await startNodeServer(processes, `test/lab/bench/contenders/${name}-process.ts`, env)
      return {
        ...gateway,
        tokens: numberedTokens(setup),
        pids: () => [gateway.pid(), store.pid ?? Number.NaN],
      }
    },
  }
}

const expressFloor = nodeContender('express', 'floor: the same Express + ws, nothing stored')
const httpFloor = nodeContender('http', 'floor: node:http + ws, nothing checked, nothing stored')
const origin = nodeContender('origin', 'peer: the origin’s design, update, then broadcast to all', { broadcasts: true })
const transaction = nodeContender('transaction', 'peer: the same Express, one knex transaction per payment, synced')

const redis = gatewayContender('redis', 'peer: Redis Streams, appendfsync always, node:http + ws gateway', {
  program: 'redis-server',
  args: (port, dir) => [
    ...['--port', port, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--loglevel', 'warning'],
    ...['--appendonly', 'yes', '--appendfsync', 'always'],
  ],
})
/** Its files are synced every two minutes; NATS 2.9 cannot sync before the PubAck (`sync_interval` is newer). */
const nats = gatewayContender('nats', 'peer: NATS JetStream, files not synced, durable consumers, same gateway', {
  program: 'nats-server',
  args: (port, dir) => [
    ...['--addr', '127.0.0.1', '--port', port, '--log', join(dir, 'nats.log')],
    ...['--jetstream', '--store_dir', dir],
  ],
})

/** It syncs nothing before its PUBACK: sessions go to disk every half an hour, which is its default, and at its end. */
const mosquitto = gatewayContender(
  'mosquitto',
  'peer: mosquitto, QoS 1, persistent session, not synced, same gateway',
  {
    program: 'mosquitto',
    args(port, dir) {
      const settings = join(dir, 'mosquitto.conf')
      const lines = [
        `listener ${port} 127.0.0.1`,
        'allow_anonymous true',
        'persistence true',
        `persistence_location ${dir}/`,
        // Started by root, it would become a user who may not write there.
        `user ${userInfo().username}`,
        // By default it drops what comes to a reader with a thousand messages waiting.
        'max_queued_messages 0',
        'max_inflight_messages 0',
        `log_dest file ${join(dir, 'mosquitto.log')}`,
      ]
      writeFileSync(settings, `${lines.join('\n')}\n`)
      return ['-c', settings]
    },
  },
)

export const FLOORS: readonly Contender[] = [expressFloor, httpFloor]
export const PEERS: readonly Contender[] = [origin, transaction, redis, nats, mosquitto]

function environment({ stores, devicesPerStore, orders, env }: Setup): Record<string, string> {
  return { STORES: String(stores), DEVICES_PER_STORE: String(devicesPerStore), ORDERS: String(orders), ...env }
}

function numberedTokens({ stores, devicesPerStore }: Setup): string[] {
  return Array.from({ length: stores * devicesPerStore }, (_, number) => `device-${number}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
