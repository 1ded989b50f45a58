import { acquireSingleInstanceLock } from '../../../desktop/node/single-instance-lock.ts'

/** Takes the lock of a folder and holds it until it is killed; ends at once where another one has it. */
const [folder = ''] = process.argv.slice(2)
const mine = await acquireSingleInstanceLock(folder)
process.stdout.write(mine ? 'mine\n' : 'taken\n')
if (mine) setInterval(() => {}, 60_000)
