/**
 * A fault put into the real code of a child process: what `find` matches in its bundle becomes `put`. Neither the code
 * that is shipped nor a file of the repository is touched.
 */
export interface Edit {
  /** Of JavaScript as esbuild prints it, which numbers names that are used twice: write `\w+` for them. */
  find: RegExp
  /** As in `String.replace`: `$&` is the match, `$1` its first group. */
  put: string
}

/** Throws when a fault does not find its place, or several: then the code has changed, and the fault has to follow it. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.reduce((edited, { find, put }) => {
    const times = [...edited.matchAll(new RegExp(find, 'g'))].length
    if (times !== 1) throw new Error(`a fault was to be put at ${find}, which is there ${times} times`)
    return edited.replace(find, put)
  }, text)
}
