/** What the command line asks of this start. */
export interface Switches {
  /** Into the tray, without a window: as at login. */
  hidden: boolean
  /** `--local-server=DATA_DIR`: pair by itself with the server that keeps its files there. */
  dataDir: string | undefined
  /** `--render=DIR`: each utterance becomes a sound file there (Linux); for trying without a loudspeaker. */
  renderDir: string | undefined
}

export function readSwitches(line: {
  hasSwitch(name: string): boolean
  getSwitchValue(name: string): string
}): Switches {
  const value = (name: string) => line.getSwitchValue(name) || undefined
  return { hidden: line.hasSwitch('hidden'), dataDir: value('local-server'), renderDir: value('render') }
}
