import { Component, type ReactNode } from 'react'
import { UiContext } from './context.tsx'
import { drawingFault } from './drawing-fault.ts'

interface BoundaryProps {
  children: ReactNode
  /** Draws what stands in place of a part that could not be drawn. It must need less than that part does. */
  instead(): ReactNode
}

/**
 * Keeps an error of drawing to the part in which it happened: without it React takes the whole page down, and nobody can
 * accept what the voice goes on telling. The error goes to the host's log; React offers this to classes alone. A `key`
 * of what is drawn gives a part another chance once that has changed.
 */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  static override contextType = UiContext
  declare context: React.ContextType<typeof UiContext>

  override state = { failed: false }

  override componentDidCatch(error: unknown, { componentStack }: { componentStack?: string | null }): void {
    try {
      this.context?.bridge.drawingFailed(drawingFault(error, componentStack ?? ''))
    } catch {
      // What broke the part may break the report as well; thrown from here, it would take the next part down.
    }
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead() : this.props.children
  }
}
