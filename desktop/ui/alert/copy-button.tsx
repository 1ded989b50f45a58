import { type RefObject, useEffect, useState } from 'react'
import { useUi } from '../parts/context.tsx'

/** Long enough to be read. */
const SHOWN_MS = 3_000

/** Copies the text that stands in an element, and says whether that worked. */
export function CopyButton({ of }: { of: RefObject<HTMLElement | null> }) {
  const { clock, messages } = useUi()
  const { copyAddress, copied, notCopied } = messages.alert.customer
  const [outcome, setOutcome] = useState<string>()
  useEffect(
    () => (outcome === undefined ? undefined : clock.after(SHOWN_MS, () => setOutcome(undefined))),
    [clock, outcome],
  )
  const copy = async () => setOutcome((await copyText(of.current)) ? copied : notCopied)

  return (
    <>
      <button type="button" className="customer-do" onClick={() => void copy()}>
        {outcome ?? copyAddress}
      </button>
      <span className="unseen" role="status">
        {outcome}
      </span>
    </>
  )
}

/** The clipboard wants https or localhost, and the app grants no page a permission; a selection may be copied anywhere. */
async function copyText(element: HTMLElement | null): Promise<boolean> {
  if (element === null) return false
  try {
    await navigator.clipboard.writeText(element.textContent ?? '')
    return true
  } catch {
    getSelection()?.selectAllChildren(element)
    return document.execCommand('copy')
  }
}
