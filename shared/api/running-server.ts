import * as z from 'zod'

/** The file in DATA_DIR that says which process serves its database. A server that was killed leaves it behind. */
export const RUNNING_FILE = 'running.json'

/** The exit code of a server that found its database or port taken by the server that {@link RUNNING_FILE} names. */
export const ALREADY_SERVED = 3

/** The header of the answer of `/healthz` that has the `instance` of the server that answers. */
export const INSTANCE_HEADER = 'Laidan-Instance'

export const runningServerSchema = z.object({
  pid: z.int().min(1),
  url: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.int(),
  /** Started by `npm start` or `npm run dev`, with which it ends. */
  attached: z.boolean(),
  /** Chance text, another one at every start; versions before it left none. Answered by `/healthz`. */
  instance: z.string().optional(),
})

/** The server that serves a DATA_DIR. */
export type RunningServerNote = z.infer<typeof runningServerSchema>
