import { ownEntry } from '../../../shared/own-entry.ts'
import { CHANNEL_KINDS } from '../../core/people/channel-kinds.ts'
import { useUi } from '../parts/context.tsx'

interface ChannelFieldsProps {
  kind: string
  typed: Readonly<Record<string, string>>
  change(typed: Record<string, string>): void
  /** The fields that were left empty when the form was sent. */
  missing: readonly string[]
}

/** Shows the fields that a kind of channel asks for, and where to find what belongs there. */
export function ChannelFields({ kind, typed, change, missing }: ChannelFieldsProps) {
  const { messages } = useUi()
  const { people } = messages
  return (
    <div className="people-fields">
      <p className="in-words">{ownEntry(people.channelHints, kind)}</p>
      {(CHANNEL_KINDS[kind] ?? []).map(({ name, secret, optional }) => (
        <label key={name} className="labelled">
          <span>
            {people.fields[name]}
            {optional && people.optional}
          </span>
          <input
            className="field"
            type={secret ? 'password' : name === 'url' ? 'url' : 'text'}
            inputMode={name === 'url' ? 'url' : 'text'}
            autoComplete="off"
            spellCheck={false}
            maxLength={1_000}
            aria-invalid={missing.includes(name)}
            value={typed[name] ?? ''}
            onChange={(event) => change({ ...typed, [name]: event.target.value })}
          />
        </label>
      ))}
    </div>
  )
}
