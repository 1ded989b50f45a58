import { cpus, release } from 'node:os'

/** What the figures were measured on, in one line. */
export function machine(): string {
  const cores = cpus()
  return `${cores.length} × ${cores[0]?.model}, ${process.platform} ${release()}, Node ${process.version}`
}
