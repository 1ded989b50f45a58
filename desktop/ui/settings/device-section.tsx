import { useState } from 'react'
import { sayClaim } from '../../core/statements/say.ts'
import { PairingForm } from '../pairing/pairing-form.tsx'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { useStatements } from '../status/use-statements.ts'

/** Shows store, device, server and connection, and offers another pairing. `name`: as the server has it, once it has told. */
export function DeviceSection({ name }: { name: string | undefined }) {
  const { view, messages } = useUi()
  const { settings } = messages
  const { statements, words } = useStatements()
  const { kind, pairing, tokenStore } = view.host
  const plain = kind === 'electron' ? settings.tokenFile : settings.tokenPlain
  const [again, setAgain] = useState(false)
  const facts: [string, string][] = [
    [settings.store, view.status.store?.name ?? pairing?.store.name ?? ''],
    [settings.thisDevice, name ?? pairing?.device ?? ''],
    [settings.server, pairing?.server ?? ''],
    [settings.connection, sayClaim(statements.link, words)],
  ]
  return (
    <div className="paper">
      <h2>{settings.device}</h2>
      <dl className="facts">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <UntrustedText text={text} max={120} />
            </dd>
          </div>
        ))}
      </dl>
      {tokenStore !== 'safe' && <p className="promise">{tokenStore === 'plain' ? plain : settings.tokenMemory}</p>}
      {again ? (
        <PairingForm />
      ) : (
        <div className="buttons">
          <button type="button" className="button" onClick={() => setAgain(true)}>
            {settings.pairAgain}
          </button>
        </div>
      )}
    </div>
  )
}
