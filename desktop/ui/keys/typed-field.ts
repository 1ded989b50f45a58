/** The inputs in which nobody types. */
const UNTYPED = ['button', 'submit', 'reset', 'checkbox', 'radio', 'range', 'color', 'file', 'image', 'hidden']

/** Finds the field that has the caret; `undefined`: what has the focus takes no text. */
export function typedField(page: Document): HTMLElement | undefined {
  const focused = page.activeElement
  if (focused instanceof HTMLInputElement) return UNTYPED.includes(focused.type) ? undefined : focused
  if (focused instanceof HTMLTextAreaElement || focused instanceof HTMLSelectElement) return focused
  return focused instanceof HTMLElement && focused.isContentEditable ? focused : undefined
}
