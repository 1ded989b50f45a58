import * as z from 'zod'

/**
 * Text a person wrote: any Unicode, hostile until shown otherwise. Lone surrogates are replaced on the way in, and NUL,
 * which PostgreSQL cannot keep, is left out. `max` characters.
 */
export const humanText = (max: number) =>
  z
    .string()
    .max(max)
    .overwrite((s) => s.toWellFormed().replaceAll('\u0000', ''))
