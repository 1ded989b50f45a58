import { powerMonitor, powerSaveBlocker } from 'electron'

/** Keeps the machine awake (the screen may go dark), and reconnects whenever it was asleep all the same. */
export function setupPower(reconnect: (why: string) => void): void {
  powerSaveBlocker.start('prevent-app-suspension')
  powerMonitor.on('resume', () => reconnect('resume'))
  powerMonitor.on('unlock-screen', () => reconnect('unlock'))
}
