import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isAlive } from '../../node/running-server.ts'

const LOOK_MS = 1_000
/** npm, a shell or two, tsx. */
const MOST_STARTERS = 6

interface Process {
  parent: number
  command: string
}

/**
 * Calls `gone` once when a program that started this one is gone: tsx, or the npm above it. Killed hard they pass no signal
 * on, and nobody would see that this one still runs. A terminal or a script above them is not watched: it may end and leave
 * us running on purpose (nohup). Windows does not tell who started whom at a price that can be paid each second.
 */
export function watchStarters(gone: () => void): void {
  const starters = process.platform === 'win32' ? [] : findStarters(process.ppid, readProcess)
  if (starters.length === 0) return
  const timer = setInterval(() => {
    // A process that was killed stays alive in name until its own parent takes note; whom it has started loses it at once.
    const whole = starters.every((pid, index) => isAlive(pid) && parentOf(starters[index - 1]) === pid)
    if (whole) return
    clearInterval(timer)
    gone()
  }, LOOK_MS)
  timer.unref()
}

/** The parent of a starter; ours when there is none below it. */
function parentOf(pid: number | undefined): number | undefined {
  return pid === undefined ? process.ppid : readProcess(pid)?.parent
}

/** The ids of the programs that started a process whose parent is `pid`, up to npm or, without npm, to tsx. */
function findStarters(pid: number, read: (pid: number) => Process | undefined): number[] {
  const found: { pid: number; kind: 'runner' | 'shell' }[] = []
  for (let next = pid; found.length < MOST_STARTERS; ) {
    const process = read(next)
    const kind = process && kindOf(process.command)
    if (process === undefined || kind === undefined) break
    found.push({ pid: next, kind: kind === 'shell' ? 'shell' : 'runner' })
    if (kind === 'npm') break
    next = process.parent
  }
  while (found.at(-1)?.kind === 'shell') found.pop()
  return found.map((each) => each.pid)
}

function kindOf(command: string): 'npm' | 'tsx' | 'shell' | undefined {
  // npm calls itself `npm start`; a shell of a package's script has `-c` and the script.
  if (/^(\S*node\S* )?(\S*\/)?(npm|pnpm|yarn)(-cli)?(\.[cm]?js)?( |$)/.test(command)) return 'npm'
  if (/^\S*node\S* .*\btsx\b/.test(command)) return 'tsx'
  if (/^(\S*\/)?\w*sh -c /.test(command)) return 'shell'
  return undefined
}

/** Parent and command line of a process; nothing when there is none, or no way to ask. */
function readProcess(pid: number): Process | undefined {
  try {
    return process.platform === 'linux' ? readProc(pid) : askPs(pid)
  } catch {
    return undefined
  }
}

/** The command's name stands in brackets before the numbers, and may have brackets and spaces itself (proc_pid_stat(5)). */
function readProc(pid: number): Process {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  return { parent: Number(parent), command }
}

function askPs(pid: number): Process | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' })
  const [, parent, command] = /^\s*(\d+) (.*)/.exec(stdout) ?? []
  return parent === undefined ? undefined : { parent: Number(parent), command: command ?? '' }
}
