import { readFileSync } from 'node:fs'
import type { ProviderVariables } from '../provider-variables.ts'

export type TextVariable = Exclude<keyof ProviderVariables, 'STRIPE_LIVEMODE'>

/** Reads one provider's settings and remembers every fault, by the variable's name and never with its value. */
export interface SettingReader {
  readonly faults: string[]
  fault(name: TextVariable, expected: string): undefined
  /** The variable; missing, or not as `pattern` has it, is a fault. */
  need(name: TextVariable, pattern: RegExp, expected: string): string | undefined
  /** What the file holds that the variable names; `undefined` when the variable is not set, or with a fault. */
  file(name: TextVariable, path?: string): string | undefined
  /** The variable, or the file that `${name}_FILE` names; neither, or both, is a fault. */
  secret(name: TextVariable, fileName: TextVariable): string | undefined
  /** An https address; http only to this machine. */
  url(name: TextVariable): { href: string; local: boolean } | undefined
  /** Everything that was read from files, faults included: other files, other text. */
  fingerprint(): string
}

export function createSettingReader(variables: ProviderVariables): SettingReader {
  const faults: string[] = []
  const read: string[] = []

  function fault(name: TextVariable, expected: string): undefined {
    faults.push(`${name}: ${expected}`)
  }

  function file(name: TextVariable, path = variables[name]): string | undefined {
    if (path === undefined) return undefined
    try {
      const text = readFileSync(path, 'utf8')
      read.push(`${name}=${text}`)
      return text
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      read.push(`${name}!${code}`)
      return fault(name, `the file cannot be read (${code})`)
    }
  }

  return {
    faults,
    fault,
    file,
    need(name, pattern, expected) {
      const value = variables[name]
      if (value === undefined) return fault(name, `is missing; ${expected}`)
      return pattern.test(value) ? value : fault(name, expected)
    },
    secret(name, fileName) {
      const value = variables[name]
      if (value !== undefined && variables[fileName] !== undefined)
        return fault(name, `set it or ${fileName}, not both`)
      if (value === undefined && variables[fileName] === undefined)
        return fault(name, `is missing, and so is ${fileName}`)
      return (value ?? file(fileName))?.trim()
    },
    url(name) {
      const value = variables[name] ?? ''
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
