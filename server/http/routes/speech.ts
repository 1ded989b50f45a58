import { speechRequestSchema } from '../../../shared/api/speech.ts'
import { appError } from '../../lib/app-error.ts'
import type { Speech } from '../../speech/speech.ts'
import { type Route, route } from '../routing/route.ts'

/** Its calls are limited by device, apart from all others: each may start a process. */
export const SPEECH_PATH = '/v1/speech'

/**
 * Lists the routes of speech; without `speech` they refuse. A POST, because a sentence holds what a customer wrote, and
 * addresses are logged on the way.
 */
export function speechRoutes(speech: Pick<Speech, 'render'> | undefined): Route[] {
  return [
    route({
      method: 'post',
      path: SPEECH_PATH,
      tag: 'Speech',
      summary: 'A sentence as sound, RIFF/WAVE, for a device whose own system has no voice for the language.',
      callers: ['device'],
      body: speechRequestSchema,
      reply: { status: 200, type: 'audio/wav' },
      problems: ['speech_off', 'speech_unavailable', 'speech_busy', 'speech_failed'],
      async handle({ body }) {
        if (speech === undefined) throw appError('speech_off')
        return await speech.render(body)
      },
    }),
  ]
}
