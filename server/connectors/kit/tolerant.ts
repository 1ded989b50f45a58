import * as z from 'zod'

/** A text of a platform that may be left out, `null`, or a number, as PHP writes an empty field; then it is empty. */
export const loose = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : ''))

/** Makes the schema of a list of which every part is read that can be: a plugin’s odd one must not silence the others. */
export const looseList = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .unknown()
    .optional()
    .transform((value) =>
      (Array.isArray(value) ? value : []).flatMap((one: unknown): z.output<Schema>[] => {
        const result = schema.safeParse(one)
        return result.success ? [result.data] : []
      }),
    )
