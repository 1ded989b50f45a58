/**
 * The commands of the scripts `check:NAME` in a package.json, in their order: `a && b` is two of them, because none of
 * them needs what another one made. Throws an Error that names a script which is not there.
 */
export function readCommands(manifest: string, names: readonly string[]): string[] {
  const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> }
  return names.flatMap((name) => {
    const script = scripts[`check:${name}`]
    if (script === undefined) throw new Error(`package.json has no script check:${name}`)
    return script.split('&&').map((command) => command.trim())
  })
}
