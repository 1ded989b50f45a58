import { join } from 'node:path'
import { backupCommand, restoreCommand } from '../../../server/cli/backup-commands.ts'
import { systemRandom } from '../../../server/lib/random.ts'
import { hostClock } from '../../../shared/clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

/** The commands' own functions, as the program calls them. */
export const backup = (dataDir: string, to: string): Promise<string[]> => backupCommand(dataDir, to)
export const restore = (dataDir: string, from: string): Promise<string[]> =>
  restoreCommand(dataDir, from, { clock: hostClock(globalThis), random: systemRandom })

/** A shop with `orders` paid orders, and a backup of it. The server still runs. */
export async function shopWithBackup(orders = 2): Promise<{ server: TestServer; copy: string }> {
  const server = await startTestServer()
  for (let n = 0; n < orders; n++) await server.api.placePaid()
  const copy = join(tempDir(), 'copy.db')
  await backup(server.dataDir, copy)
  return { server, copy }
}
