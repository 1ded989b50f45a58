import type { HeapProfiler, Profiler } from 'node:inspector'

const LINES = 25

/** Where a profile's time went, as text: by package or folder, and by function; shares of the time not spent idle. */
export function summariseProfile({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): string {
  const selfMicros = new Map<number, number>()
  for (const [i, id] of samples.entries()) add(selfMicros, id, timeDeltas[i] ?? 0)
  const byPlace = new Map<string, number>()
  const byFunction = new Map<string, number>()
  let busy = 0
  for (const { id, callFrame } of nodes) {
    const micros = selfMicros.get(id) ?? 0
    if (micros === 0 || callFrame.functionName === '(idle)') continue
    busy += micros
    const where = place(callFrame.url)
    add(byPlace, callFrame.url === '' ? callFrame.functionName || where : where, micros)
    add(byFunction, `${callFrame.functionName || '(anonymous)'} ${fileOf(callFrame)}`, micros)
  }
  const total = [...selfMicros.values()].reduce((sum, micros) => sum + micros, 0)
  const lines = (of: Map<string, number>) =>
    [...of]
      .sort(([, a], [, b]) => b - a)
      .slice(0, LINES)
      .map(([name, micros]) => `${((100 * micros) / busy).toFixed(1).padStart(6)} %  ${name}`)
  return [
    `JavaScript thread busy ${((100 * busy) / total).toFixed(0)} % of ${(total / 1e6).toFixed(1)} s`,
    ...['self time by place:', ...lines(byPlace)],
    ...['self time by function:', ...lines(byFunction)],
  ].join('\n')
}

/** Who allocated what is still alive, as text, in bytes for each of `among`: the function, and who called it. */
export function summariseHeap({ head }: HeapProfiler.SamplingHeapProfile, among: number): string {
  const byFunction = new Map<string, number>()
  let total = 0
  function walk(node: HeapProfiler.SamplingHeapProfileNode, caller: string): void {
    const name = `${node.callFrame.functionName || '(anonymous)'} ${fileOf(node.callFrame)}`
    add(byFunction, caller === '' ? name : `${name}  ← ${caller}`, node.selfSize)
    total += node.selfSize
    for (const child of node.children) walk(child, name)
  }
  walk(head, '')
  const lines = [...byFunction]
    .sort(([, a], [, b]) => b - a)
    .slice(0, LINES)
    .map(([name, bytes]) => `${(bytes / among).toFixed(0).padStart(6)}  ${name}`)
  return [`${(total / among).toFixed(0)} bytes alive for each of ${among}, by who allocated them:`, ...lines].join('\n')
}

function add<Key>(to: Map<Key, number>, name: Key, micros: number): void {
  to.set(name, (to.get(name) ?? 0) + micros)
}

/** `express`, `node:http`, `server/db` … */
function place(url: string): string {
  if (url === '') return 'native'
  if (url.startsWith('node:')) return url.split('/')[0] ?? url
  const inside = /\/node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*\/node_modules\/)/.exec(url)?.[1]
  if (inside !== undefined) return inside
  return /\/((?:server|shared)(?:\/[^/]+)?)\/[^/]+$/.exec(url)?.[1] ?? url
}

function fileOf({ url, lineNumber }: Profiler.Profile['nodes'][number]['callFrame']): string {
  return url === '' ? '' : `${url.replace(/^.*\/(?=[^/]+\/[^/]+$)/, '').replace(/\?.*/, '')}:${lineNumber + 1}`
}
