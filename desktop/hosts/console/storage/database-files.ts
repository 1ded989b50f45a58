import type { StateFile } from '../../../core/ports.ts'

const STORE = 'files'

export interface Files {
  file(name: string): StateFile
  erase(...names: string[]): Promise<void>
}

/**
 * Keeps files as records of one IndexedDB database. A write is a transaction of its own with `durability: 'strict'`: it
 * completes when the browser has handed it to the disk, as the port asks. (localStorage promises nothing of the kind.)
 * After a human has cleared the browser's data, the server sends everything open anew.
 */
export function createFiles(factory: IDBFactory, databaseName: string): Files {
  let opened: Promise<IDBDatabase> | undefined

  function open(): Promise<IDBDatabase> {
    opened ??= new Promise((resolve, reject) => {
      const request = factory.open(databaseName, 1)
      request.onupgradeneeded = () => void request.result.createObjectStore(STORE)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => {
        opened = undefined
        reject(request.error)
      }
    })
    return opened
  }

  async function write(change: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = (await open()).transaction(STORE, 'readwrite', { durability: 'strict' })
    change(transaction.objectStore(STORE))
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
  }

  async function read(name: string): Promise<string | null> {
    const request = (await open()).transaction(STORE).objectStore(STORE).get(name)
    return await new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(typeof request.result === 'string' ? request.result : null)
      request.onerror = () => reject(request.error)
    })
  }

  return {
    file: (name) => ({
      read: () => read(name),
      write: (text) => write((store) => store.put(text, name)),
      async quarantine() {
        const text = await read(name)
        await write((store) => {
          store.put(text ?? '', `${name}.unreadable`)
          store.delete(name)
        })
      },
    }),
    erase: (...names) =>
      write((store) => {
        for (const name of names) store.delete(name)
      }),
  }
}
