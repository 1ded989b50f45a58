import * as z from 'zod'

/** The categories that {@link readAnswer} needs (chrome://tracing). */
export const CATEGORIES = ['devtools.timeline', 'v8.execute', 'disabled-by-default-devtools.timeline']

const traceSchema = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      ph: z.string(),
      pid: z.number(),
      tid: z.number(),
      /** Microseconds. */
      ts: z.number(),
      dur: z.number().optional(),
      args: z.object({ data: z.object({ type: z.string().optional() }).nullish() }).optional(),
    }),
  ),
})

/** Events that say that script runs; one may stand in the other. */
const SCRIPT = new Set([
  ...['EventDispatch', 'FunctionCall', 'EvaluateScript', 'v8.callFunction', 'RunMicrotasks', 'TimerFire'],
  ...['FireAnimationFrame', 'FireIdleCallback', 'v8.run', 'MinorGC', 'MajorGC'],
])
const LAYOUT = new Set(['UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint'])

/** What one answer cost the page's main thread, milliseconds. */
export interface AnswerCost {
  /** From the press to the next paint: script, then script with style, layout and paint, then time that passed. */
  script: number
  work: number
  passed: number
  /** All script until the trace ends: the server's word, the orders read anew. */
  scriptAfter: number
}

/** Reads a trace of one press on a button. Throws an `Error` when there is no press in it, or nothing was painted after it. */
export function readAnswer(text: string): AnswerCost {
  const { traceEvents } = traceSchema.parse(JSON.parse(text))
  const click = traceEvents.find(({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'click')
  if (click === undefined) throw new Error('no press in the trace')
  const main = traceEvents.filter(({ pid, tid, ph }) => pid === click.pid && tid === click.tid && ph === 'X')
  const handled = click.ts + (click.dur ?? 0)
  const painted = main.find(({ name, ts }) => name === 'Paint' && ts >= handled)
  if (painted === undefined) throw new Error('nothing was painted after the press')
  const end = painted.ts + (painted.dur ?? 0)
  const spans = (names: ReadonlySet<string>) =>
    main.filter(({ name }) => names.has(name)).map(({ ts, dur = 0 }) => [ts, ts + dur] as const)
  const script = spans(SCRIPT)
  return {
    script: union(script, click.ts, end) / 1_000,
    work: union([...script, ...spans(LAYOUT)], click.ts, end) / 1_000,
    passed: (end - click.ts) / 1_000,
    scriptAfter: union(script, end, Number.POSITIVE_INFINITY) / 1_000,
  }
}

/** Measures the time that spans cover between two moments; where several overlap it counts once. */
function union(spans: readonly (readonly [number, number])[], from: number, to: number): number {
  let covered = 0
  let until = from
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    const begin = Math.max(start, until)
    const stop = Math.min(end, to)
    if (stop > begin) {
      covered += stop - begin
      until = stop
    }
  }
  return covered
}
