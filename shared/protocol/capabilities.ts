import * as z from 'zod'

/**
 * What a client understands beyond the first `reminder.v1`, told in `hello.can`. The server may leave out, or say in an
 * older way, what a client cannot read. A word here is never removed and never changes its meaning.
 *
 * unknown_values: reads values, kinds and log entries that it does not know as frames.ts prescribes.
 */
export const CAPABILITIES = ['unknown_values'] as const

/** Words of any version, since a newer client may know more than this server. */
export const capabilitiesSchema = z.array(z.string().regex(/^[a-z0-9_.-]{1,40}$/)).max(32)
