import type { Clock } from '../../../../shared/clock.ts'
import type { Chime, Logger, Outcome, Ring } from '../../../core/ports.ts'
import { soundSeconds } from '../../../core/sounds/render-sound.ts'
import { soundOf } from '../../../core/sounds/sound-of.ts'
import { type ChildRun, runChild } from '../../../speech/run-child.ts'
import type { SoundPlayer } from './players.ts'
import type { SoundFiles } from './sound-files.ts'

export interface PlayerChime extends Chime {
  /** Ends the player that runs, for good. */
  close(): void
}

/** The time that a player may take beside the sound itself: to start, and to find its device. */
const GRACE_MS = 2_500

/**
 * Rings by the first of the system's players that works. One that fails, or does not end in time, goes to the end of
 * the line: the next rings in its place, and is asked first from then on. Where none works, `lastResort` rings, and
 * `silent` is called, once.
 */
export function createPlayerChime(deps: {
  players: readonly SoundPlayer[]
  files: SoundFiles
  lastResort: Chime
  clock: Clock
  log: Logger
  silent(): void
}): PlayerChime {
  const { clock, files, log } = deps
  const line = [...deps.players]
  let run: ChildRun | undefined
  let closed = false
  let told = false

  async function playFile(file: string, ms: number): Promise<boolean> {
    for (const player of [...line]) {
      if (closed) return false
      const failure = await failureOf(player, file, ms)
      if (failure === undefined) return true
      if (closed) return false
      line.push(...line.splice(line.indexOf(player), 1))
      // A player that is not installed is no news.
      if (failure !== 'ENOENT') log.warn('a sound player failed', { player: player.name, failure })
    }
    return false
  }

  /** Runs a player to its end; `undefined`: it has played the file. */
  async function failureOf(player: SoundPlayer, file: string, ms: number): Promise<string | undefined> {
    let late = false
    const mine = runChild(player.play(file))
    run = mine
    const cancel = clock.after(ms, () => {
      late = true
      mine.kill()
    })
    const { code, fault, stderr } = await mine.ended
    cancel()
    if (late) return 'timeout'
    return code === 0 ? undefined : (fault ?? `exit code ${code}. ${stderr.trim().split('\n').at(-1) ?? ''}`)
  }

  async function fileOf(ring: Ring): Promise<string | undefined> {
    try {
      return await files.of(ring)
    } catch (error) {
      log.warn('a sound could not be written', { error: String(error) })
      return undefined
    }
  }

  return {
    async play(ring): Promise<Outcome> {
      const file = await fileOf(ring)
      if (file !== undefined && (await playFile(file, soundSeconds(soundOf(ring)) * 1_000 + GRACE_MS))) return 'ok'
      if (closed) return 'stopped'
      if (!told) deps.silent()
      told = true
      const rung = await deps.lastResort.play(ring)
      return rung === 'none' ? 'no_player' : rung
    },
    close() {
      closed = true
      run?.kill()
    },
  }
}
