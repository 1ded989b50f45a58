import { useState } from 'react'
import { useUi } from '../parts/context.tsx'

interface RemoveButtonProps {
  /** The policy names it: then it says so in place of a button. */
  inUse: boolean
  busy: boolean
  remove(): void
}

/** Shows the button that removes something for good, and asks once more. */
export function RemoveButton({ inUse, busy, remove }: RemoveButtonProps) {
  const { messages } = useUi()
  const { people } = messages
  const [sure, setSure] = useState(false)
  if (inUse) return <small className="people-in-use">{people.inUse}</small>
  if (!sure)
    return (
      <button type="button" className="button quiet" onClick={() => setSure(true)}>
        {people.remove}
      </button>
    )
  return (
    <>
      <button type="button" className="button danger" disabled={busy} onClick={remove}>
        {people.removeSure}
      </button>
      <button type="button" className="button quiet" onClick={() => setSure(false)}>
        {people.keep}
      </button>
    </>
  )
}
