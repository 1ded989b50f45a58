/**
 * Writes the desktop entry that starts the app hidden at login, by the XDG autostart specification. `program` and its
 * arguments are quoted by the rules of the `Exec` key of the Desktop Entry Specification. `TryExec` ends it with the
 * program: where that was removed, the desktop passes over the entry.
 */
export function autostartEntry(program: string, args: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Laidan 来单',
    `TryExec=${escapeString(program)}`,
    `Exec=${[program, ...args].map(quote).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/**
 * Quotes an argument: within double quotes `"`, `` ` ``, `$` and `\` are escaped; the file's own string rules double
 * that backslash.
 */
function quote(argument: string): string {
  const escaped = argument.replace(/["`$\\]/g, (character) => `\\${character}`)
  return `"${escapeString(escaped).replaceAll('%', '%%')}"`
}

/** Escapes a value of type string. */
function escapeString(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(/\n/g, '\\n')
}
