import * as z from 'zod'

/**
 * The capabilities of a client beyond the first `reminder.v1`, sent in `hello.can`. The server may leave out, or write
 * in an older way, a value that a client cannot read. A word here is never removed and never changes its meaning.
 *
 * unknown_values: reads unknown values, kinds and entries as frames.ts prescribes.
 * struck: reads the frame `struck`; a server sends it to nobody else.
 */
export const CAPABILITIES = ['unknown_values', 'struck'] as const

/** Words of any version, since a newer client may know more than this server. */
export const capabilitiesSchema = z.array(z.string().regex(/^[a-z0-9_.-]{1,40}$/)).max(32)
