import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildConsole, CONSOLE_TARGET } from '../../../../../desktop/tools/start/build.ts'
import { startLaidan } from '../../contenders/laidan.ts'
import { askChild } from '../../family.ts'
import type { PagesCalls, Visitor, Visits } from '../../pages-process.ts'
import { databaseFile, prepareDatabase } from '../../prepare-database.ts'
import { openRawSqlite } from '../../raw-sqlite.ts'
import { ordersThrough, payThrough, type Stretch } from '../pay-through.ts'
import type { Disturbance } from './disturbance.ts'

/** Browsers that load the console: the page, its assets, and the reads with which its board begins. */
export const besidePages: Disturbance = {
  what: 'pages',
  async measure(bench, processes) {
    const { rates, stores, pages, seconds, env } = bench.options
    const rate = Math.min(...rates)
    const dataDir = processes.dir
    await buildConsole()
    const orders = ordersThrough(bench.options, rate, 4)
    const tokens = await prepareDatabase(dataDir, { stores, devicesPerStore: 1, orders })
    const visitors = await visitorsOf(dataDir, tokens)
    const standing = await startLaidan(processes, { dataDir, tokens, env })
    const browsers = askChild<PagesCalls>(processes.start(['test/lab/bench/pages-process.ts']), 'pages')
    const assets = (await readdir(join(CONSOLE_TARGET, 'assets'))).map((name) => `/assets/${name}`)
    const visits: Visits = { url: standing.url, pages, seconds, visitors, assets }
    const seen = { loaded: 0, failed: 0, p50: Number.NaN }
    const loading: Stretch<string> = {
      what: 'pages',
      async during() {
        const answer = await browsers.ask('visit', visits)
        seen.loaded += answer.loaded
        seen.failed += answer.failed
        seen.p50 = answer.tookMs
      },
    }
    const stretches = [{ what: 'quiet' }, loading, { what: 'quiet' }, loading]
    const phases = await payThrough(bench, { standing, processes, rate, firstOrder: 0 }, stretches)
    await standing.stop()
    return {
      phases,
      done: { 'pages loaded': seen.loaded, 'failed calls': seen.failed, 'page p50 ms': seen.p50 },
      faults: seen.failed > 0 ? [`pages: ${seen.failed} of their calls failed`] : [],
    }
  },
}

/** The device of each store, as its console. */
async function visitorsOf(dataDir: string, tokens: readonly string[]): Promise<Visitor[]> {
  const db = await openRawSqlite(databaseFile(dataDir))
  try {
    const stores = await db.all<{ id: string }>('SELECT id FROM stores ORDER BY rowid')
    return stores.map(({ id }, i) => ({ storeId: id, token: tokens[i] ?? '' }))
  } finally {
    await db.close()
  }
}
