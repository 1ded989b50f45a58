import * as z from 'zod'

/**
 * Makes the schema of a text that a person wrote: any Unicode, `max` UTF-16 units at most, to be treated as hostile.
 * Lone surrogates are replaced, and NUL, which PostgreSQL cannot store, is left out.
 */
export const humanText = (max: number) =>
  z
    .string()
    .max(max)
    .overwrite((s) => s.toWellFormed().replaceAll('\u0000', ''))
