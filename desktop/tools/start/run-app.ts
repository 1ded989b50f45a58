import { buildChangedElectron, watchElectron } from './build.ts'
import { type Part, runPart } from './run-part.ts'

/** Saving several files at once is one restart. */
const SETTLE_MS = 300

/**
 * Builds the app and runs it, paired by itself with the server whose files are in `dataDir`. With `dev` it is built
 * anew and started again at every change of its sources. `ended` resolves when it has ended otherwise than by that.
 */
export async function runApp(deps: { runtime: string; root: string; dataDir: string; dev: boolean }): Promise<Part> {
  const args = [deps.root, `--local-server=${deps.dataDir}`]
  const start = () => runPart(deps.runtime, args, process.env)
  if (!deps.dev) {
    await buildChangedElectron()
    return start()
  }
  let current: Part | undefined
  let ended: (code: number | null) => void = () => {}
  const whole = new Promise<number | null>((resolve) => {
    ended = resolve
  })
  function follow(part: Part): void {
    current = part
    void part.ended.then((code) => {
      if (current === part) ended(code)
    })
  }
  let settling: NodeJS.Timeout | undefined
  await watchElectron(() => {
    clearTimeout(settling)
    settling = setTimeout(async () => {
      const old = current
      current = undefined
      await old?.stop()
      follow(start())
    }, SETTLE_MS)
  })
  follow(start())
  return {
    ended: whole,
    async stop() {
      clearTimeout(settling)
      await current?.stop()
    },
    kill: () => current?.kill(),
  }
}
