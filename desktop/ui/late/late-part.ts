import type { ComponentType } from 'react'

/** A part of the screen whose code is fetched behind the first page. Only what can wait is one: never what an order needs. */
export interface LatePart {
  /** Fetches it, or goes on fetching. Rejects with the browser's error when it cannot be had; another call tries again. */
  fetch(): Promise<void>
  /** The part, once it is here. */
  here(): ComponentType | undefined
}

/** Makes a part of the screen of what `load` imports. */
export function latePart(load: () => Promise<ComponentType>): LatePart {
  let part: ComponentType | undefined
  let fetching: Promise<void> | undefined

  async function fetch(): Promise<void> {
    try {
      part ??= await load()
    } finally {
      fetching = undefined
    }
  }

  return {
    fetch() {
      fetching ??= fetch()
      return fetching
    },
    here: () => part,
  }
}
