import type { DeviceFiles } from '../../../core/device/device-pairing.ts'
import type { StateFile } from '../../../core/ports.ts'
import type { Pairing } from '../pairing/pairing-store.ts'

/**
 * Keeps the settings in one file of the app's folder, and the inbox, the answers and the slips of each pairing in files of their
 * own.
 */
export function createDeviceFiles(deps: {
  /** A file of this name in the app's own folder. */
  file(name: string): StateFile
  /** Deletes the file of this name, if there is one. Rejects when it cannot. */
  remove(name: string): Promise<void>
}): DeviceFiles<Pairing> {
  const inbox = ({ deviceId }: Pairing) => `inbox-${deviceId}.json`
  const answers = ({ deviceId }: Pairing) => `answers-${deviceId}.json`
  const printing = ({ deviceId }: Pairing) => `printing-${deviceId}.json`
  return {
    settings: deps.file('settings.json'),
    of: (pairing) => ({
      inbox: deps.file(inbox(pairing)),
      answers: deps.file(answers(pairing)),
      printing: deps.file(printing(pairing)),
    }),
    ownerOf: ({ deviceId }) => deviceId,
    async erase(pairing) {
      await Promise.all([inbox(pairing), answers(pairing), printing(pairing)].map(deps.remove))
    },
  }
}
