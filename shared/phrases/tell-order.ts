import type { ReadOrder } from './read-order.ts'
import { type Fits, joined, sentence, shortOrder } from './sentence.ts'
import { CUT_FORMS, FEWER_DISHES, FORMS, type Form, LAST_FORM, TYPICAL_DISHES, WHOLE_FORM } from './shrinking.ts'
import { spokenOrder } from './spoken-order.ts'
import { tellWarnings, type WarningWords } from './tell-warnings.ts'

/** The language's share in the first telling of an order. */
export interface OrderWords {
  warnings: WarningWords
  /** Writes the number as it is called, from the longest to the shortest. */
  numbers(tail: readonly string[]): string[]
  /** Writes the parts of the sentence in a form; `cut`: the form is one that may leave dishes out. */
  write(form: Form, cut: boolean): string[]
}

/**
 * Tells an order in as few sentences as it takes: the first in the fullest form for which there is time, then the warnings
 * for which that form has none.
 */
export function tellOrder(read: ReadOrder, fits: Fits, { warnings, numbers, write }: OrderWords): string[] {
  const { separator } = warnings
  const { form, parts } = chooseForm(read, fits, separator, write)
  const { tail, rest } = spokenOrder(read, form)
  const others = tellWarnings([], [{ numbers: numbers(tail), warnings: rest, unheard: false }], warnings, fits)
  return [parts, ...others].map((one) => sentence(separator, [one]))
}

function chooseForm(
  { kinds }: ReadOrder,
  fits: Fits,
  separator: string,
  write: OrderWords['write'],
): { form: Form; parts: string[] } {
  const written = (forms: readonly Form[], cut: boolean) => forms.map((form) => ({ form, parts: write(form, cut) }))
  const short = kinds <= TYPICAL_DISHES ? [...FORMS, ...FEWER_DISHES] : FORMS
  return (
    written(short, false).find(({ parts }) => shortOrder(joined(separator, parts))) ??
    [...written([WHOLE_FORM], false), ...written(CUT_FORMS, true)].find(({ parts }) =>
      fits(joined(separator, parts)),
    ) ?? {
      form: LAST_FORM,
      parts: write(LAST_FORM, true),
    }
  )
}
