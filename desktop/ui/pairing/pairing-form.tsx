import { type FormEvent, useId, useState } from 'react'
import { serverAddress } from '../../../shared/server-address.ts'
import type { PairingMessages } from '../messages/messages.ts'
import { useUi } from '../parts/context.tsx'
import { parsePairing } from './parse-pairing.ts'

type Fault = keyof PairingMessages['faults']

/**
 * Asks for a pairing code or link, the server where the host can choose it, and the name of this device; then pairs.
 */
export function PairingForm() {
  const { bridge, view, messages } = useUi()
  const { kind, pairing, offeredCode } = view.host
  const [code, setCode] = useState(offeredCode ?? '')
  const [server, setServer] = useState(pairing?.server ?? '')
  const [name, setName] = useState(pairing?.device ?? messages.pairing.nameDefault)
  const [fault, setFault] = useState<string>()
  const [busy, setBusy] = useState(false)
  const faultId = useId()
  const own = kind === 'browser' ? serverAddress(new URL('.', location.href)) : undefined

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const parsed = parsePairing(code)
    const target = own ?? parsed?.server ?? server.trim()
    const wrong = faultOf(parsed, target, name, own)
    setFault(wrong === undefined ? undefined : messages.pairing.faults[wrong])
    if (wrong !== undefined || parsed === undefined) return
    setBusy(true)
    const result = await bridge.pair({ server: target, code: parsed.code, name: name.trim() })
    setBusy(false)
    if (!result.ok) setFault(messages.pairing.codes[result.code] ?? messages.pairing.failed(result.code))
  }

  return (
    <form className="pairing-form" onSubmit={submit} noValidate aria-describedby={fault && faultId}>
      <label className="labelled">
        <span>{messages.pairing.codeOrLink}</span>
        <input
          className="field code"
          value={code}
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          placeholder={messages.pairing.codeHint}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      {own === undefined && (
        <label className="labelled">
          <span>{messages.pairing.server}</span>
          <input
            className="field"
            value={server}
            inputMode="url"
            placeholder={messages.pairing.serverHint}
            onChange={(event) => setServer(event.target.value)}
          />
        </label>
      )}
      <label className="labelled">
        <span>{messages.pairing.name}</span>
        <input className="field" value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        <small>{messages.pairing.nameHint}</small>
      </label>
      <p className="fault" id={faultId} role="alert">
        {fault}
      </p>
      <button type="submit" className="button accept" disabled={busy}>
        {busy ? messages.pairing.pairing : messages.pairing.pair}
      </button>
    </form>
  )
}

function faultOf(
  parsed: ReturnType<typeof parsePairing>,
  server: string,
  name: string,
  own: string | undefined,
): Fault | undefined {
  if (parsed === undefined) return 'code_shape'
  if (own !== undefined && parsed.server !== undefined && parsed.server !== own) return 'other_server'
  if (!/^https?:$/.test(URL.canParse(server) ? new URL(server).protocol : '')) return 'server_missing'
  return name.trim() === '' ? 'name_missing' : undefined
}
