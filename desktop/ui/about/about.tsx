import { BellMark } from '../parts/bell-mark.tsx'
import { useUi } from '../parts/context.tsx'
import { Stranger } from '../parts/untrusted-text.tsx'
import { UpdateSection } from './update-section.tsx'

/** What this is, which versions of what run it, and the way to its logs. */
export function About() {
  const { bridge, view, words } = useUi()
  const { versions, platform, pairing } = view.host
  return (
    <section className="settings">
      <h1>{words.about.title}</h1>
      <div className="paper about">
        <BellMark size={72} />
        <p className="lead">{words.about.promise}</p>
        <h2>{words.about.versions}</h2>
        <dl className="facts">
          {Object.entries(versions).map(([name, version]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{version}</dd>
            </div>
          ))}
          <div>
            <dt>{words.about.device}</dt>
            <dd>
              <Stranger text={`${pairing?.device ?? ''} · ${platform}`} max={120} />
            </dd>
          </div>
          <div>
            <dt>{words.about.server}</dt>
            <dd>
              <Stranger text={pairing?.server ?? '–'} max={120} />
            </dd>
          </div>
        </dl>
        <button type="button" className="button" onClick={() => bridge.openLogs()}>
          {words.about.logs}
        </button>
      </div>
      <UpdateSection />
    </section>
  )
}
