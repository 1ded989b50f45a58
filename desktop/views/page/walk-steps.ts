import type { Step } from '../data/scene.ts'

/** The longest time for one step: a page under load, and no test is to hang for good. */
const LIMIT_MS = 60_000

/** Does one step after the other, each as soon as it can be done. Rejects with an `Error` that names one that cannot. */
export async function walkSteps(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('press' in step) (await appears<HTMLElement>(step.press)).click()
    else if ('into' in step) type(await appears<HTMLInputElement>(step.into), step.text)
    else await appears(step.see)
  }
}

/** Finds the first element that a selector names, once there is one that can be used. */
async function appears<E extends Element>(selector: string): Promise<E> {
  const begun = performance.now()
  while (performance.now() - begun < LIMIT_MS) {
    const found = document.querySelector<E>(selector)
    if (found !== null && !found.matches(':disabled')) return found
    await frame()
  }
  throw new Error(`there is no ${selector}`)
}

/** Writes into a field as a human does; React listens to the event, and looks past a value that was set by its own setter. */
function type(field: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Waits until the page has been painted. */
export function frame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()))
}
