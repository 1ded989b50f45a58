import { ownEntry } from '../../../../shared/own-entry.ts'
import { useAdmin } from './context.tsx'
import { Untrusted } from './untrusted.tsx'

/** Says why something failed; of a code that this page does not know, the code. */
export function Fault({ code }: { code: string | undefined }) {
  const { messages } = useAdmin()
  return (
    <p className="fault" role="alert">
      {code !== undefined && (ownEntry(messages.faults, code) ?? <Untrusted text={messages.refused(code)} />)}
    </p>
  )
}
