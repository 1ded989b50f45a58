import * as z from 'zod'
import { localeSchema } from '../locales.ts'
import { MAX_SPOKEN } from '../phrases/sentence.ts'
import { defendText } from '../speech/defend-text.ts'

/** A sentence that the server is to render as sound. */
export const speechRequestSchema = z.object({
  text: z
    .string()
    .min(1)
    .max(MAX_SPOKEN)
    // What is too long is not read.
    .refine((text) => text.length > MAX_SPOKEN || defendText(text) !== '', 'must have a letter or a digit'),
  locale: localeSchema,
  /** 1 is the engine's normal speed. */
  rate: z.number().min(0.5).max(2).default(1),
})

export type SpeechRequest = z.infer<typeof speechRequestSchema>
