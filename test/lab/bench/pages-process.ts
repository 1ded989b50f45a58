import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from './clock.ts'
import { answerParent } from './family.ts'
import { latency } from './figures.ts'
import { createPoster, type Poster } from './poster.ts'

/** Browsers that load the console, each a new one: nothing is cached, and its connections are its own. */

/** As many connections as a browser opens to one server. */
const LANES = 6

export interface Visitor {
  storeId: string
  token: string
}

export interface Visits {
  url: string
  /** Loaded in these seconds, evenly spaced, however long each takes. */
  pages: number
  seconds: number
  visitors: readonly Visitor[]
  /** Paths of the files that the page asks for. */
  assets: readonly string[]
}

export interface Visited {
  loaded: number
  /** Calls that were not answered with 200. */
  failed: number
  /** Median time from a page's first call to its last answer. */
  tookMs: number
}

const calls = { visit }
export type PagesCalls = typeof calls

async function visit({ url, pages, seconds, visitors, assets }: Visits): Promise<Visited> {
  const { hostname, port } = new URL(url)
  const startAt = machineMs()
  const loads: Promise<{ failed: number; tookMs: number }>[] = []
  for (let page = 0; page < pages; page++) {
    const wait = startAt + (page * seconds * 1_000) / pages - machineMs()
    if (wait > 0) await pause(wait)
    const poster = createPoster({ host: hostname, port: Number(port) }, LANES)
    loads.push(load(poster, visitors[page % visitors.length], assets).finally(() => poster.close()))
  }
  const loaded = await Promise.all(loads)
  return {
    loaded: loaded.length,
    failed: loaded.reduce((sum, { failed }) => sum + failed, 0),
    tookMs: latency(loaded.map(({ tookMs }) => tookMs)).p50,
  }
}

async function load(poster: Poster, visitor: Visitor | undefined, assets: readonly string[]) {
  const began = machineMs()
  const get = (path: string, token?: string) =>
    new Promise<number>((resolve) => {
      const authorization = token === undefined ? '' : `Authorization: Bearer ${token}\r\n`
      poster.post(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${authorization}\r\n`, resolve)
    })
  const first = await get('/')
  const files = await Promise.all(assets.map((path) => get(path)))
  const reads = await Promise.all([
    get('/v1/orders?limit=50', visitor?.token),
    get(`/v1/stores/${visitor?.storeId}/statistics`, visitor?.token),
  ])
  const failed = [first, ...files, ...reads].filter((status) => status !== 200).length
  return { failed, tookMs: machineMs() - began }
}

answerParent(calls)
