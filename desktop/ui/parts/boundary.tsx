import { Component, type ReactNode } from 'react'

interface BoundaryProps {
  children: ReactNode
  /** Draws what stands in place of a part that could not be drawn. It must need less than that part does. */
  instead(): ReactNode
}

/**
 * Keeps an error of drawing to the part in which it happened: without it React takes the whole page down, and nobody can
 * accept what the voice goes on telling. React writes the error to the console, and offers this to classes alone. A `key`
 * of what is drawn gives a part another chance once that has changed.
 */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override state = { failed: false }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead() : this.props.children
  }
}
