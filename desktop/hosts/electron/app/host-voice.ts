import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../../shared/clock.ts'
import type { Logger } from '../../../core/ports.ts'
import { createVoice } from '../../../speech/create-voice.ts'
import type { HostVoice } from '../../../speech/queued-voice.ts'

/** Opens the voice of this machine; with `renderDir` (Linux) each utterance becomes a sound file there instead. */
export function createHostVoice(deps: { clock: Clock; log: Logger; renderDir: string | undefined }): HostVoice {
  const { clock, log, renderDir } = deps
  if (renderDir !== undefined) mkdirSync(renderDir, { recursive: true })
  return createVoice({
    platform: process.platform,
    clock,
    ...(renderDir && { renderTo: (index) => join(renderDir, `${String(index).padStart(4, '0')}.wav`) }),
    missing: (voice) => log.warn('the chosen voice is not installed; the system’s choice speaks', { voice }),
    report: (outcome, detail) => log.warn('an utterance was not heard', { outcome, detail }),
  })
}
