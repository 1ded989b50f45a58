/** Sounds by name, in memory. */
export interface SoundCache {
  get(name: string): Buffer | undefined
  put(name: string, sound: Buffer): void
}

/** Makes a cache of `mostBytes` of sounds; the one that was not asked for the longest makes room. */
export function createSoundCache(mostBytes: number): SoundCache {
  /** In the order of their last use: a `Map` keeps the order in which its keys were set. */
  const sounds = new Map<string, Buffer>()
  let bytes = 0

  function drop(name: string): void {
    bytes -= sounds.get(name)?.length ?? 0
    sounds.delete(name)
  }

  return {
    get(name) {
      const sound = sounds.get(name)
      if (sound === undefined) return undefined
      sounds.delete(name)
      sounds.set(name, sound)
      return sound
    },
    put(name, sound) {
      drop(name)
      if (sound.length > mostBytes) return
      sounds.set(name, sound)
      bytes += sound.length
      for (const oldest of sounds.keys()) {
        if (bytes <= mostBytes) break
        drop(oldest)
      }
    },
  }
}
