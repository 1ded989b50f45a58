import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite } from '../../../server/db/sqlite/open-sqlite.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { checkHistory, explain } from '../check/check-history.ts'
import type { DeviceLine, OperationLine } from '../check/history.ts'
import { type DatabaseDump, readDatabase } from '../check/read-database.ts'
import type { MutantName } from '../mutants/server-mutants.ts'
import { type BareDevice, createBareDevice, type Position } from './bare-device.ts'
import type { Reply } from './caller.ts'
import { createFileProvider } from './file-provider.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { sample } from './sample.ts'
import { JOBS, type Scenario, type Stage, type Target } from './scenarios.ts'
import { type ServerChild, startServerChild } from './server-child.ts'
import { createStoryClock, type StoryTime } from './story-clock.ts'

/** Children at one time: one for each core that the whole suite counts on. */
const LANES = 2

/** A database on which the operation has not happened yet, and a device that knows everything before it. */
interface Prepared {
  scenario: Scenario
  mutant?: MutantName
  stage: Stage
  dataDir: string
  before: DatabaseDump
  time: StoryTime
  device: { token: string; lines: DeviceLine[]; position: Position }
}

/**
 * Carries the operation out once to learn its steps, and then once for every step (of most operations for every third,
 * unless `FAULTS_EVERY=1`), on a fresh copy of the same
 * database, in a process that kills itself there; looks at what it left, starts a server on that, repeats the operation
 * as its caller would, and looks again. `faults` are what was wrong, each with its step.
 */
export async function crashAtEveryStep(
  scenario: Scenario,
  mutant?: MutantName,
): Promise<{ steps: string[]; kills: number; faults: string[] }> {
  const prepared = await prepare(scenario, mutant)
  const steps = await cleanRun(prepared)
  const points = steps
    .map((name, index) => ({ name, at: index + 1 }))
    .filter(
      ({ name }) =>
        scenario.after === true || name.startsWith('before') || /^after (COMMIT|wake|the provider)/.test(name),
    )
  const all = [...points, { name: 'after the answer', at: steps.length + 1 }]
  // The promise itself is tried whole each time.
  const queue = scenario.whole === true ? all : sample(all)
  const kills = queue.length
  const faults: string[] = []
  const lane = async () => {
    for (let point = queue.shift(); point !== undefined; point = queue.shift()) {
      const { name } = point
      faults.push(...(await crashAt(prepared, point)).map((fault) => `killed ${name}: ${fault}`))
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return { steps, kills, faults }
}

async function prepare(scenario: Scenario, mutant?: MutantName): Promise<Prepared> {
  const origin = Date.now()
  const dataDir = tempDir()
  const clock = createStoryClock({ origin, speed: 1, asked: true })
  const server = await startTestServer({ dataDir, clock, ...providerOf(scenario, dataDir) })
  const { token } = await server.api.pair()
  const stage = await scenario.prepare(server, token)
  const journal = createMemoryJournal()
  const device = createBareDevice({ token, journal })
  void device.connect(server.url)
  await device.until(({ synced }) => synced !== undefined)
  device.disconnect()
  await server.stop()
  await ranUntil(server.dataDir, origin + (scenario.laterMs ?? 0))
  return {
    scenario,
    ...(mutant !== undefined && { mutant }),
    stage,
    dataDir: server.dataDir,
    before: await readDatabase(server.dataDir),
    time: { origin, speed: 1, offsetMs: scenario.laterMs ?? 0, asked: true },
    device: { token, lines: journal.lines, position: device.position() },
  }
}

/** Makes it so that the server was not off since it was prepared: the operation is what a running server does. */
async function ranUntil(dataDir: string, now: number): Promise<void> {
  const db = await openSqlite({ file: join(dataDir, 'laidan.db') })
  await db.write((tx) => tx.run(`UPDATE installation SET value = ? WHERE name = 'time_written'`, [String(now)]))
  await db.close()
}

/** A server on a copy of the prepared database, with the device connected to it. */
async function open({ scenario, dataDir, time, mutant, device: known }: Prepared) {
  const dir = tempDir()
  for (const name of readdirSync(dataDir)) {
    if (!name.endsWith('.lock')) copyFileSync(join(dataDir, name), join(dir, name))
  }
  const provider = scenario.provider === true
  const child = await startServerChild({ dataDir: dir, time, provider, ...(mutant !== undefined && { mutant }) })
  const journal = createMemoryJournal()
  const device = createBareDevice({ token: known.token, journal, from: known.position })
  const { url } = await child.ready()
  void device.connect(url)
  await device.until(({ synced }) => synced !== undefined)
  return { dir, child, url, device, history: () => [...known.lines, ...journal.lines] }
}

async function cleanRun(prepared: Prepared): Promise<string[]> {
  const { child, url } = await open(prepared)
  await child.arm({ at: Number.POSITIVE_INFINITY })
  await prepared.stage.go(dying(child, url, prepared))
  const steps = await child.steps()
  await child.kill()
  return steps
}

async function crashAt(prepared: Prepared, { at }: { at: number }): Promise<string[]> {
  const { scenario, stage, time } = prepared
  const { dir, child, url, device, history } = await open(prepared)
  const operations: OperationLine[] = []
  const attempt = async (target: Target) => {
    const { operation } = stage
    const count = operations.length
    if (operation !== undefined) operations.push({ t: 'send', attempt: count, ...operation })
    const reply = await stage.go(target).catch(() => undefined)
    if (operation !== undefined && reply !== undefined) {
      operations.push({ t: 'answer', op: operation.op, attempt: count, ...reply })
    }
    return reply
  }
  const look = async (atRest: boolean) => {
    const database = await readDatabase(dir)
    const { store_id: storeId = '', id: deviceId = '' } = database.devices[0] ?? {}
    const found = checkHistory({ operations, devices: [{ deviceId, storeId, lines: history() }], database }, { atRest })
    return { database, faults: [...explain(found), ...(stage.alsoWrong?.(database, dir) ?? [])] }
  }

  await child.arm({ at })
  const answered = await attempt(dying(child, url, prepared))
  const { signal } = await child.kill()
  device.disconnect()
  const left = await look(false)
  const faults = [...left.faults, ...judgeCrash(prepared, left.database, answered)]
  if (signal !== 'SIGKILL') faults.push(`the process ended by ${signal}: ${child.output()}`)

  const clock = createStoryClock({ ...time, offsetMs: (time.offsetMs ?? 0) + (scenario.restartLaterMs ?? 0) })
  const server = await startTestServer({ dataDir: dir, clock, ...providerOf(scenario, dir) })
  void device.connect(server.url)
  const replies = [await attempt(restarted(server)), await attempt(restarted(server))]
  await caughtUp(device, server)
  await server.stop()
  const after = await look(true)
  faults.push(...after.faults.map((fault) => `after the restart: ${fault}`))
  if (!stage.done(after.database)) faults.push('after the restart it had not happened, or not once')
  for (const reply of replies) faults.push(...judgeReply(stage, reply))
  return faults
}

function providerOf({ provider }: Scenario, dataDir: string) {
  return provider === true ? { clients: [createFileProvider(dataDir)] } : {}
}

/** All or nothing, and all when it was answered. */
function judgeCrash({ stage, before }: Prepared, left: DatabaseDump, answered: Reply | undefined): string[] {
  const done = stage.done(left)
  if (answered !== undefined && answered.status < 300 && !done) return [`I1: answered ${answered.status}, and not done`]
  if (!done && !stage.between?.(left) && facts(left) !== facts(before)) return ['I1: neither done nor as before']
  return []
}

function judgeReply(stage: Stage, reply: Reply | undefined): string[] {
  if (reply === undefined) return stage.operation === undefined ? [] : ['after the restart it was not answered']
  const accepted = stage.accepts?.(reply) ?? reply.status < 300
  return accepted ? [] : [`after the restart it was answered ${reply.status} ${JSON.stringify(reply.body)}`]
}

/** What a database says apart from the evidence that devices give of themselves. */
function facts({ devices, receipts: _, ...rest }: DatabaseDump): string {
  return JSON.stringify({ ...rest, devices: devices.map(({ id, store_id }) => ({ id, store_id })) })
}

function dying(child: ServerChild, url: string, { scenario, time }: Prepared): Target {
  return {
    url,
    now: createStoryClock(time).now,
    async job(job) {
      child.tick(JOBS[job].everyMs)
      // A process that dies on the way rejects, which is what it was started for.
      for (let i = 0; i < (scenario.lastPasses ?? 1); i++)
        await child.passed(scenario.passes.at(-1) ?? '').catch(() => {})
    },
  }
}

function restarted({ url, running }: TestServer): Target {
  return { url, now: running.ctx.clock.now, job: async (job) => void (await JOBS[job].run(running.ctx)) }
}

async function caughtUp(device: BareDevice, { running }: TestServer): Promise<void> {
  const [store] = await running.ctx.db.read.all<{ head_seq: number }>('SELECT head_seq FROM stores')
  await device.until(({ seq, synced }) => synced !== undefined && seq >= (store?.head_seq ?? 0))
}
