/** Where Electron keeps its fuses: @electron/fuses, constants. After it: version, number of fuses, a byte each. */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1')
const VERSION = 1
const OFF = 0x30
const ON = 0x31

/** The fuses of wire version 1 in their order; what comes after them is Electron's own choice. */
const NAMES = [
  'RunAsNode',
  'EnableCookieEncryption',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'EnableEmbeddedAsarIntegrityValidation',
  'OnlyLoadAppFromAsar',
  'LoadBrowserProcessSpecificV8Snapshot',
  'GrantFileProtocolExtraPrivileges',
] as const

/** The state of each fuse of an executable. Throws when it has no fuses, or more than one wire. */
export function readFuses(executable: Buffer): Record<string, 'on' | 'off' | 'untouched'> {
  const at = executable.indexOf(SENTINEL)
  if (at < 0 || executable.indexOf(SENTINEL, at + 1) >= 0) throw new Error('not one fuse wire')
  const wire = executable.subarray(at + SENTINEL.length)
  if (wire[0] !== VERSION) throw new Error(`a fuse wire of version ${wire[0]}`)
  const states = wire.subarray(2, 2 + (wire[1] ?? 0))
  return Object.fromEntries(
    NAMES.map((name, i) => [name, states[i] === ON ? 'on' : states[i] === OFF ? 'off' : 'untouched']),
  )
}

/** A wire whose fuses nobody has touched, in the state in which Electron's own come. */
export function fuseWire(): Buffer {
  const untouched = [ON, OFF, ON, ON, OFF, OFF, OFF, ON]
  return Buffer.concat([SENTINEL, Buffer.from([VERSION, untouched.length, ...untouched])])
}
