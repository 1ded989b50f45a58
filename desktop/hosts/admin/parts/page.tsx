import type { ReactNode } from 'react'
import { useAdmin } from './context.tsx'
import { Fault } from './fault.tsx'
import type { Loaded } from './use-load.ts'

/** A page: its title, what it loads, and a way to load it again. */
export function Page<T>({
  title,
  loaded,
  children,
}: {
  title: ReactNode
  loaded: Loaded<T>
  children: (data: T) => ReactNode
}) {
  const { messages } = useAdmin()
  return (
    <section className="admin-page">
      <header className="admin-title">
        <h1>{title}</h1>
        <button type="button" className="button" onClick={loaded.reload}>
          {messages.reload}
        </button>
      </header>
      <Fault code={loaded.fault} />
      {loaded.data !== undefined ? (
        children(loaded.data)
      ) : loaded.fault === undefined ? (
        <p className="lead" role="status">
          {messages.loading}
        </p>
      ) : null}
    </section>
  )
}
