import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { atEnd } from '../../../support/at-end.ts'
import type { ChildRun } from '../child.ts'

/** Two machines with a cable between them, as far as processes can tell: network namespaces and a veth pair. */
export interface Cable {
  /** For whoever runs at the server's end. */
  atServer: ChildRun
  /** For whoever runs at the other. */
  atDevices: ChildRun
  /** The address of the server's end. */
  host: string
  /** So much of a hundred packets is dropped, each way, from now on. */
  lose(percent: number): void
  /** Only so many kbit go through in a second, each way, from now on; 0: as many as there are. */
  narrow(kbits: number): void
  /** Packets that were dropped until now, both ways. */
  dropped(): number
}

const HOST = '10.77.0.1'
const DEVICES = '10.77.0.2'

/** What is missing here for {@link layCable}; nothing when it can be called. */
export function cableMissing(): string | undefined {
  const lacking = ['unshare', 'nsenter', 'ip', 'tc', 'iptables'].filter((name) => spawnSync(name, ['-V']).error)
  if (lacking.length > 0) return `${lacking.join(', ')}: not installed`
  const tried = spawnSync('unshare', ['-n', 'iptables', '-S'], { encoding: 'utf8' })
  return tried.status === 0 ? undefined : `a network of one's own is not permitted here: ${tried.stderr.trim()}`
}

/** Lays the cable; it is gone at the end of the test or round. */
export async function layCable(): Promise<Cable> {
  const server = await ownNetwork()
  const devices = await ownNetwork()
  const into = (end: ChildProcess) => ['nsenter', '-t', String(end.pid), '-n']
  const run = (end: ChildProcess, words: string) => {
    const [program = '', ...args] = [...into(end), ...words.split(' ')]
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${words}: ${stderr}`)
    return stdout
  }
  run(server, `ip link add cable0 type veth peer name cable1 netns ${devices.pid}`)
  const ends = [
    { end: server, device: 'cable0', address: HOST },
    { end: devices, device: 'cable1', address: DEVICES },
  ]
  for (const { end, device, address } of ends) {
    run(end, 'ip link set lo up')
    run(end, `ip addr add ${address}/24 dev ${device}`)
    run(end, `ip link set ${device} up`)
    // A chain of its own, so that changing the rule does not forget what was counted.
    run(end, 'iptables -N weather')
    run(end, 'iptables -N lost')
    run(end, 'iptables -A lost -j DROP')
    run(end, `iptables -A INPUT -i ${device} -j weather`)
  }
  return {
    atServer: { through: into(server) },
    atDevices: { through: into(devices) },
    host: HOST,
    lose(percent) {
      for (const { end } of ends) {
        run(end, 'iptables -F weather')
        if (percent === 0) continue
        run(end, `iptables -A weather -m statistic --mode random --probability ${percent / 100} -j lost`)
      }
    },
    narrow(kbits) {
      for (const { end, device } of ends) {
        spawnSync('nsenter', ['-t', String(end.pid), '-n', 'tc', 'qdisc', 'del', 'dev', device, 'root'])
        if (kbits > 0) run(end, `tc qdisc add dev ${device} root tbf rate ${kbits}kbit burst 1600 latency 2s`)
      }
    },
    dropped: () =>
      ends.reduce((sum, { end }) => sum + Number(/-c (\d+) /.exec(run(end, 'iptables -v -S lost'))?.[1] ?? 0), 0),
  }
}

/** A process that does nothing but have a network of its own; it ends when we do, however that comes about. */
async function ownNetwork(): Promise<ChildProcess> {
  const holder = spawn('unshare', ['-n', 'sh', '-c', 'echo there; exec cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  atEnd(() => void holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  return holder
}
