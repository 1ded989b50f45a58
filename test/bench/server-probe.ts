import { writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'
import { answerParent } from './family.ts'
import { summariseProfile } from './profile-summary.ts'

const SAMPLING_MICROS = 250

/**
 * Loaded into the server's process in front of `server/main.ts`, which knows nothing of it: says how much CPU the
 * process has used, and can profile it for a while.
 */
function createProbe() {
  const session = new Session()
  return {
    async startProfile(): Promise<void> {
      session.connect()
      await session.post('Profiler.enable')
      await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_MICROS })
      await session.post('Profiler.start')
    },
    /** Writes the profile, for Chrome's developer tools or any other viewer, and resolves to its summary. */
    async stopProfile({ file }: { file: string }): Promise<string> {
      const { profile } = await session.post('Profiler.stop')
      await writeFile(file, JSON.stringify(profile))
      return `${summariseProfile(profile)}\n(whole profile: ${file})`
    },
  }
}

export type ProbeCalls = ReturnType<typeof createProbe>

answerParent(createProbe())
