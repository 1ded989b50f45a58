import type * as z from 'zod'

/** Makes the schema of a field that may be left out, or `null`, as many programs write what they have not got. */
export const orAbsent = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform((value) => (value ?? undefined) as z.output<T> | undefined)
    .optional()

/** Makes the schema of a field that is `usual` where it is left out, or `null`. */
export const orDefault = <T extends z.ZodType>(schema: T, usual: z.output<T>) =>
  schema
    .nullish()
    .transform((value) => (value ?? usual) as z.output<T>)
    .meta({ default: usual })
