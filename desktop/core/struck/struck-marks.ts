import * as z from 'zod'

/** The part of the browser's Storage (HTML standard) that is used; `localStorage` fits. */
export interface StruckStorage {
  getItem(name: string): string | null
  setItem(name: string, value: string): void
}

/** A line as a hand has struck it off: how many of its portions are made, and when, device's wall time in milliseconds. */
const markSchema = z.object({ portions: z.int().min(0), at: z.number() })
export type Mark = z.infer<typeof markSchema>

/** Marks by order id and line. */
export type Marks = Readonly<Record<string, Readonly<Record<string, Mark>>>>

const place = z.string().regex(/^\d{1,15}$/)
const marksSchema = z.record(place, z.record(place, markSchema))

const NAME = 'laidan.strikes.'

/** Reads the marks of a store from the storage of this device; whatever cannot be read strikes nothing. */
export function marksOf(storage: StruckStorage | undefined, storeId: string): Marks {
  try {
    return marksSchema.safeParse(JSON.parse(storage?.getItem(NAME + storeId) ?? '{}')).data ?? {}
  } catch {
    return {}
  }
}

/** Writes the marks of a store. Where the storage refuses they last as long as the page. */
export function storeMarks(storage: StruckStorage | undefined, storeId: string, marks: Marks): void {
  try {
    storage?.setItem(NAME + storeId, JSON.stringify(marks))
  } catch {
    // A full disk, or a private window.
  }
}

/** Returns the marks with one more, in the place of an earlier one of its line. */
export function withMark(marks: Marks, orderId: number, line: number, mark: Mark): Marks {
  return { ...marks, [orderId]: { ...marks[orderId], [line]: mark } }
}

/** Returns the marks without those of an order that the server has got; one that a hand has changed since stays. */
export function withoutMarks(marks: Marks, orderId: number, sent: Readonly<Record<string, Mark>>): Marks {
  const { [orderId]: own = {}, ...others } = marks
  const left = Object.entries(own).filter(([line, { portions, at }]) => {
    const gone = sent[line]
    return gone === undefined || gone.portions !== portions || gone.at !== at
  })
  return left.length === 0 ? others : { ...others, [orderId]: Object.fromEntries(left) }
}
