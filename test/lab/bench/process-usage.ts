import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { groupBy } from '../check/group-by.ts'
import { machineMs } from './clock.ts'

/** CPU time of all threads since the processes began, and their memory, at one moment of {@link machineMs}. */
export interface Usage {
  at: number
  cpuMicros: number
  rssBytes: number
}

/** Linux reports CPU time in hundredths of a second, whatever its kernel counts in (`getconf CLK_TCK`). */
const TICK_MICROS = 10_000
/** Fields of /proc/PID/stat behind the program's name, which may itself hold spaces and brackets: proc(5). */
const PARENT = 1
const UTIME = 11
const STIME = 12
/** Time of children that have ended and were waited for, and of theirs. */
const CUTIME = 13
const CSTIME = 14

/** What these processes have used together, as the kernel counts it: threads, native code and garbage collection too. */
export function usageOf(pids: readonly number[]): Usage {
  const at = machineMs()
  let cpuMicros = 0
  let rssBytes = 0
  for (const pid of pids) {
    const fields = statOf(pid)
    cpuMicros += (Number(fields[UTIME]) + Number(fields[STIME])) * TICK_MICROS
    rssBytes +=
      1_024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN)
  }
  return { at, cpuMicros, rssBytes }
}

function statOf(pid: number | string): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
}

/** CPU time of a process and of all that it has started, directly or not, ended or not, ms. */
export function familyCpuMs(ancestor: number): number {
  const families = groupBy(
    readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readStat(name) : [])),
    ({ parent }) => parent,
  )
  const times = [UTIME, STIME, CUTIME, CSTIME]
  const familyOf = (pid: number): number => {
    const children = families.get(pid) ?? []
    return children.reduce((sum, child) => sum + ticksOf(child.stat, times) + familyOf(child.pid), 0)
  }
  return ((ticksOf(statOf(ancestor), times) + familyOf(ancestor)) * TICK_MICROS) / 1_000
}

function ticksOf(stat: readonly string[], fields: readonly number[]): number {
  return fields.reduce((sum, field) => sum + Number(stat[field]), 0)
}

/** Nothing when the process has ended since its name was read. */
function readStat(pid: string): { pid: number; parent: number; stat: string[] }[] {
  try {
    const stat = statOf(pid)
    return [{ pid: Number(pid), parent: Number(stat[PARENT]), stat }]
  } catch {
    return []
  }
}

/** As {@link usageOf}, of a process and of all that it has started; its memory is not counted, because most of it is shared. */
export function familyUsageOf(ancestor: number): Usage {
  return { at: machineMs(), cpuMicros: familyCpuMs(ancestor) * 1_000, rssBytes: Number.NaN }
}

/** Share of one core between two moments. */
export function cpuShare(before: Usage, after: Usage): number {
  return (after.cpuMicros - before.cpuMicros) / 1_000 / (after.at - before.at)
}

/** Busy time of all cores since the machine began, ms. */
export function machineBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
}

/** How many files and sockets this process, and so each of its children, may have open. */
export function openFilesLimit(): number {
  const line = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  return line === 'unlimited' ? Number.POSITIVE_INFINITY : Number(line)
}
