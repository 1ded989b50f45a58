import * as z from 'zod'
import { cleanLine } from '../text.ts'

/**
 * Makes the schema of a text that a person wrote: any Unicode, `max` UTF-16 units at most, to be treated as hostile.
 * Lone surrogates are replaced, and NUL, which PostgreSQL cannot store, is left out.
 */
export const humanText = (max: number) =>
  z
    .string()
    .max(max)
    .overwrite((s) => s.toWellFormed().replaceAll('\u0000', ''))

/**
 * Makes the schema of a name by which people tell stores and devices apart: a {@link humanText} without control
 * characters, line breaks among them, of which something can be seen. Trimmed.
 */
export const nameText = (max: number) =>
  humanText(max)
    .trim()
    .min(1)
    .refine((name) => !/\p{Cc}/u.test(name), 'must not hold control characters')
    .refine((name) => name === '' || cleanLine(name, max) !== '', 'must have a visible character')
