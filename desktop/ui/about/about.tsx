import { BellMark } from '../parts/bell-mark.tsx'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { UpdateSection } from './update-section.tsx'

/** Shows the promise, the versions, the device and its server, and opens the logs. */
export function About() {
  const { bridge, view, messages } = useUi()
  const { kind, versions, platform, pairing } = view.host
  return (
    <section className="settings">
      <h1>{messages.about.title}</h1>
      <div className="paper about">
        <BellMark size={72} />
        <p className="lead">{messages.about.promise}</p>
        <h2>{messages.about.versions}</h2>
        <dl className="facts">
          {Object.entries(versions).map(([name, version]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{version}</dd>
            </div>
          ))}
          <div>
            <dt>{messages.about.device}</dt>
            <dd>
              <UntrustedText text={`${pairing?.device ?? ''} · ${platform}`} max={120} />
            </dd>
          </div>
          <div>
            <dt>{messages.about.server}</dt>
            <dd>
              <UntrustedText text={pairing?.server ?? '–'} max={120} />
            </dd>
          </div>
        </dl>
        <button type="button" className="button" onClick={() => bridge.openLogs()}>
          {messages.about.logs[kind]}
        </button>
      </div>
      <UpdateSection />
    </section>
  )
}
