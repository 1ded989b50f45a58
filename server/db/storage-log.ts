type Line = (facts: object, message: string) => void

/** Where the database says what an operator must know; a pino logger fits. */
export interface StorageLog {
  info: Line
  warn: Line
  error: Line
  fatal: Line
}

export const silentLog: StorageLog = { info() {}, warn() {}, error() {}, fatal() {} }
