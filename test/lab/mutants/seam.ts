/**
 * A place where a fault is put into a program: an export of a module, mostly a function. `by` is a file that exports a wrapper
 * under the same name; the wrapper takes the original and returns what every importer gets in its place. Calls inside
 * the module itself stay with the original.
 */
export interface Seam {
  /** The module's path in the repository: `server/log/append-log.ts`. */
  module: string
  /** The name of the export. */
  export: string
  by: URL
}
