import * as z from 'zod'

/** A path into a JSON value: names of properties and places in lists, behind the root that it begins at. */
export interface JsonPath {
  /** `$`: the body. `@`: the line of the order. */
  root: '$' | '@'
  steps: readonly (string | number)[]
}

const STEP = /^(?:\.([A-Za-z_][\w-]*)|\[(\d{1,6})\]|\['([^'\\]{1,100})'\])/
const LONGEST = 300

/**
 * Reads a path such as `$.order.lines[0].name` or `$['总价']`: a part of JSONPath (RFC 9535), without wildcards and
 * filters. `undefined` for what is none.
 */
export function parsePath(text: string): JsonPath | undefined {
  const root = text[0]
  if ((root !== '$' && root !== '@') || text.length > LONGEST) return undefined
  const steps: (string | number)[] = []
  let rest = text.slice(1)
  while (rest !== '') {
    const [whole, name, place, quoted] = STEP.exec(rest) ?? []
    if (whole === undefined) return undefined
    steps.push(place === undefined ? (name ?? quoted ?? '') : Number(place))
    rest = rest.slice(whole.length)
  }
  return { root, steps }
}

/** Looks a path up from its root’s value, among own properties alone; `undefined` where it leads nowhere. */
export function lookUp(path: JsonPath, value: unknown): unknown {
  let at = value
  for (const step of path.steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Record<string | number, unknown>)[step]
  }
  return at
}

/** The schema of a path from the body. */
export const bodyPath = z
  .string()
  .max(LONGEST)
  .refine((text) => text.startsWith('$') && parsePath(text) !== undefined, 'must be a path such as $.order.id')

/** The schema of a text, or of a path where it begins with `$` or `@`; `$$` and `@@` begin a text with that sign. */
export const textOrPath = z
  .string()
  .max(LONGEST)
  .refine(
    (text) => !/^[$@]/.test(text) || /^(\$\$|@@)/.test(text) || parsePath(text) !== undefined,
    'must be a text, or a path such as $.order.number; a text that begins with $ or @ begins with two of them',
  )
