import type { ChildCommand } from '../../../speech/run-child.ts'
import { windowsPowerShell } from '../../../speech/win32.ts'

/** A program of the system that plays a WAV file to its end. */
export interface SoundPlayer {
  name: string
  /** Makes the command for our own file, given by its absolute path. */
  play(file: string): ChildCommand
}

/** Windows PowerShell reads the path from its environment, so that no path is ever part of a script. */
const FILE_VARIABLE = 'LAIDAN_SOUND'
const PLAY_SCRIPT = `(New-Object System.Media.SoundPlayer $env:${FILE_VARIABLE}).PlaySync()`

/** Lists the players of a system, Node's `process.platform`, the best first. Which are installed shows when they run. */
export function playersOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly SoundPlayer[] {
  if (platform === 'win32') return [powerShell(env)]
  const program = (command: string, ...options: string[]): SoundPlayer => ({
    name: command,
    play: (file) => ({ command, args: [...options, file], env }),
  })
  if (platform === 'darwin') return [program('afplay')]
  return [program('pw-play'), program('paplay'), program('aplay', '-q')]
}

function powerShell(env: NodeJS.ProcessEnv): SoundPlayer {
  const script = Buffer.from(PLAY_SCRIPT, 'utf16le').toString('base64')
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', script]
  return {
    name: 'PowerShell',
    play: (file) => ({ command: windowsPowerShell(env), args, env: { ...env, [FILE_VARIABLE]: file } }),
  }
}
