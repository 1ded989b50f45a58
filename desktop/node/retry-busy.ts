/** Error codes of Windows while another program (a scanner, an indexer, a backup) holds a file open. */
const BUSY = new Set(['EPERM', 'EACCES', 'EBUSY'])
const LONGEST_MS = 3_000
const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 100

/**
 * Does something with a file, again and again for three seconds while another program holds it on Windows, where a file
 * that is open cannot be replaced. Elsewhere, and after that time, rejects with the error of `work`.
 */
export async function retryBusy<T>(work: () => Promise<T>, platform = process.platform): Promise<T> {
  const until = performance.now() + LONGEST_MS
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    try {
      return await work()
    } catch (error) {
      const busy = platform === 'win32' && error instanceof Error && 'code' in error && BUSY.has(String(error.code))
      if (!busy || performance.now() > until) throw error
      // A scanner has a rhythm of its own; ours must not fall in with it.
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())))
    }
  }
}
