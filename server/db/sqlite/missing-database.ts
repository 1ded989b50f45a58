import { lstat, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { KEY_FILES } from '../../../shared/api/local-keys.ts'

/** Thrown when a database was in the folder and is not any more. The message says what to do; nothing was changed. */
export class DatabaseMissingError extends Error {
  override name = 'DatabaseMissingError'
}

/**
 * Refuses to begin with an empty database where one clearly was: the shop would have no orders, and no device would be
 * known. Rejects with {@link DatabaseMissingError}, which names what the lost one has left.
 */
export async function expectDatabase(real: string): Promise<void> {
  const left = await leftOf(real)
  if (left.length === 0) return
  throw new DatabaseMissingError(
    `${real} is not there, but a database was: it has left ${left.join(', ')}. Nothing was started. Put the file back ` +
      'where it was, or restore a backup (the command restore). To begin with an empty database instead, start once ' +
      'with --new.',
  )
}

/**
 * Takes the log of a lost database out of the way of a new one, which SQLite would begin by deleting it: the lost
 * database may still be found, and the log is a part of it. `aside` is the name that it gets.
 */
export async function setAsideLog(real: string, aside: string): Promise<void> {
  if ((await sizeOf(real)) > 0 || (await sizeOf(`${real}-wal`)) === 0) return
  await rename(`${real}-wal`, `${aside}-wal`)
  await rm(`${real}-shm`, { force: true })
}

/**
 * Refuses a link beside which a log with content lies: SQLite keeps the log beside the real file, so the database was
 * moved away from its log and a link was put in its place, and what the log holds would be gone. With `fresh` the log is
 * set aside under the name that begins with `aside`. Rejects with {@link DatabaseMissingError}.
 */
export async function expectLogOfLink(file: string, real: string, fresh: boolean, aside: string): Promise<void> {
  const linked = (await lstat(file)).isSymbolicLink()
  if (!linked || (await sizeOf(`${file}-wal`)) === 0) return
  if (fresh) return await rename(`${file}-wal`, `${aside}-wal`)
  throw new DatabaseMissingError(
    `${file} is a link to ${real}, but the log ${file}-wal lies beside the link: orders and payments that only the log ` +
      `has would be lost. Nothing was started. Remove the link and move ${real} back to its place; or restore a backup ` +
      '(the command restore). To go on without the log, start once with --new, which sets it aside.',
  )
}

/** Names of what tells of a database that is missing or empty, and cannot come from a start that was killed. */
export async function leftOf(real: string): Promise<string[]> {
  const there = await stat(real).catch(() => undefined)
  if (there !== undefined && there.size > 0) return []
  const [folder, name] = [dirname(real), basename(real)]
  if (there === undefined) {
    // Its own name can be among them: as a link to a file that is gone.
    return (await readdir(folder)).filter((each) => KEY_FILES.includes(each) || each.startsWith(name)).toSorted()
  }
  // An empty file, a lock and a journal are what a first start leaves that was killed at once.
  const written = [...KEY_FILES, `${name}-wal`].map(async (each) => ({
    each,
    size: await sizeOf(join(folder, each)),
  }))
  return (await Promise.all(written)).filter(({ size }) => size > 0).map(({ each }) => each)
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}
