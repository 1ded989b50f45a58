import { readSettingFile } from '../../lib/read-setting-file.ts'

/** The configuration, parsed, by the name of each variable. */
export type Variables = Readonly<Record<string, unknown>>

/** Reads one provider's settings and remembers every fault, by the variable's name and never with its value. */
export interface SettingReader<Name extends string = string> {
  readonly faults: readonly string[]
  fault(name: Name, expected: string): undefined
  /** The text of a variable that may be left out. */
  text(name: Name): string | undefined
  /** Whether a variable of `on` and `off` is on. */
  flag(name: Name): boolean
  /** The variable; missing, or not as `pattern` has it, is a fault. */
  need(name: Name, pattern: RegExp, expected: string): string | undefined
  /** The text of the file that the variable names; `undefined` when the variable is not set, or with a fault. */
  file(name: Name, path?: string): string | undefined
  /** The variable, or the file that `${name}_FILE` names; neither, or both, is a fault. */
  secret(name: Name, fileName: Name): string | undefined
  /** An https address; http only to this machine. */
  url(name: Name): { href: string; local: boolean } | undefined
  /** Everything that was read from files, faults included: other files, other text. */
  fingerprint(): string
}

/** Makes a reader of one provider's variables, which collects every fault. */
export function createSettingReader(variables: Variables): SettingReader {
  const faults: string[] = []
  const read: string[] = []

  function fault(name: string, expected: string): undefined {
    faults.push(`${name}: ${expected}`)
  }

  function text(name: string): string | undefined {
    const value = variables[name]
    return typeof value === 'string' ? value : undefined
  }

  function file(name: string, path = text(name)): string | undefined {
    if (path === undefined) return undefined
    const found = readSettingFile(path)
    if ('code' in found) {
      read.push(`${name}!${found.code}`)
      return fault(name, `the file cannot be read (${found.code})`)
    }
    read.push(`${name}=${found.text}`)
    return found.text
  }

  return {
    faults,
    fault,
    text,
    flag: (name) => variables[name] === true,
    file,
    need(name, pattern, expected) {
      const value = text(name)
      if (value === undefined) return fault(name, `is missing; ${expected}`)
      return pattern.test(value) ? value : fault(name, expected)
    },
    secret(name, fileName) {
      const value = text(name)
      if (value !== undefined && text(fileName) !== undefined) return fault(name, `set it or ${fileName}, not both`)
      if (value === undefined && text(fileName) === undefined) return fault(name, `is missing, and so is ${fileName}`)
      return (value ?? file(fileName))?.trim()
    },
    url(name) {
      const value = text(name) ?? ''
      if (!URL.canParse(value)) return fault(name, 'must be an address such as https://api.example.com')
      const url = new URL(value)
      const local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
      if (url.protocol !== 'https:' && !(local && url.protocol === 'http:')) {
        return fault(name, 'must be https, or http on this machine')
      }
      return { href: url.href.replace(/\/$/, ''), local }
    },
    fingerprint: () => read.join('\n'),
  }
}
