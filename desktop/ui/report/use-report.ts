import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReadReport, ReportQuery } from '../../../shared/api/attention-report.ts'
import { useUi } from '../parts/context.tsx'

/** The report of a time, as far as it was read. */
export interface ReportState {
  report: ReadReport | undefined
  failed: boolean
  busy: boolean
}

/** Reads the report of a time, and again when the time changes; an answer to a former question is dropped. */
export function useReport({ from, to }: ReportQuery): ReportState {
  const { bridge } = useUi()
  const [report, setReport] = useState<ReadReport>()
  const [failed, setFailed] = useState(false)
  const [busy, setBusy] = useState(true)
  const asked = useRef(0)
  const load = useCallback(async () => {
    const mine = ++asked.current
    setBusy(true)
    const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
    const result = await bridge.report(range)
    if (mine !== asked.current) return
    setBusy(false)
    setFailed(!result.ok)
    setReport(result.ok ? result.value : undefined)
  }, [bridge, from, to])
  useEffect(() => void load(), [load])
  return { report, failed, busy }
}
