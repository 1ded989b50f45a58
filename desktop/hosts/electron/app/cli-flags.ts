/** The flags of this start's command line. */
export interface CliFlags {
  /** Start in the tray, without a window, as at login. */
  hidden: boolean
  /** `--local-server=DATA_DIR`: pair by itself with the server that keeps its files there. */
  dataDir: string | undefined
  /** `--render=DIR`: each utterance becomes a sound file there (Linux); for trying without a loudspeaker. */
  renderDir: string | undefined
}

/** Reads the flags from Electron's command line. */
export function readCliFlags(line: {
  hasSwitch(name: string): boolean
  getSwitchValue(name: string): string
}): CliFlags {
  const value = (name: string) => line.getSwitchValue(name) || undefined
  return { hidden: line.hasSwitch('hidden'), dataDir: value('local-server'), renderDir: value('render') }
}
