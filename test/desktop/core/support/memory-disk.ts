import type { StateFile } from '../../../../desktop/core/ports.ts'

/** One file on a disk that a test can slow down, break, and that survives the process which writes it. */
export interface MemoryDisk {
  /** What a power cut would leave. */
  text(): string | null
  json(): unknown
  put(text: string): void
  quarantined: string[]
  /** How many writes have landed. */
  writes(): number
  /** Hears of everything that lands. */
  watch(listener: (text: string) => void): void
  /** From now on reads and writes wait … */
  hold(): void
  /** … until here. */
  release(): void
  /** From now on reads or writes fail; `undefined` mends it. */
  fail(what: { write?: string; read?: string } | undefined): void
  /** A process's view of the file. After its `crash`, nothing it writes lands, and nothing it awaits resolves. */
  open(): { file: StateFile; crash(): void }
}

export function createMemoryDisk(text: string | null = null): MemoryDisk {
  let landed = text
  let writes = 0
  let failing: { write?: string; read?: string } = {}
  let watcher = (_: string) => {}
  let gate: { open: Promise<void>; release: () => void } | undefined
  const quarantined: string[] = []

  const never = <T>() => new Promise<T>(() => {})

  return {
    text: () => landed,
    json: () => (landed === null ? null : JSON.parse(landed)),
    put(next) {
      landed = next
    },
    quarantined,
    writes: () => writes,
    watch(listener) {
      watcher = listener
    },
    hold() {
      if (gate !== undefined) return
      let release = () => {}
      const open = new Promise<void>((resolve) => {
        release = resolve
      })
      gate = { open, release }
    },
    release() {
      gate?.release()
      gate = undefined
    },
    fail(what) {
      failing = what ?? {}
    },
    open() {
      let crashed = false
      const file: StateFile = {
        async read() {
          await gate?.open
          if (crashed) return never()
          if (failing.read !== undefined) throw new Error(failing.read)
          return landed
        },
        async write(next) {
          await gate?.open
          if (crashed) return never()
          if (failing.write !== undefined) throw new Error(failing.write)
          landed = next
          writes++
          watcher(next)
        },
        async quarantine() {
          if (crashed) return never()
          if (landed !== null) quarantined.push(landed)
          landed = null
        },
      }
      return {
        file,
        crash() {
          crashed = true
        },
      }
    },
  }
}
