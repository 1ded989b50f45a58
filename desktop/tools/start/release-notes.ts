import { LOCALES } from '../../../shared/locales.ts'
import { readPublicKeys } from '../../node/updates/signature.ts'

export interface ReleaseNotes {
  /** Of the release; `unreleased` while there is none. */
  date: string
  /** For the update manifest, in the form of docs/updates.md: below "In the app". */
  inTheApp: string
}

/**
 * Reads the words of CHANGELOG.md about a version: its first section has to be headed `## 1.2.3 (date)`, and to hold a part
 * `### In the app` with a line for each language, `[zh-CN]`. Throws an Error that names the missing part.
 */
export function releaseNotes(changelog: string, version: string): ReleaseNotes {
  const section = changelog.split(/^## /m)[1] ?? ''
  const heading = /^(\S+) \((\d{4}-\d\d-\d\d|unreleased)\)\n/.exec(section)
  if (heading?.[1] !== version)
    throw new Error(`CHANGELOG.md does not begin with "## ${version} (date)", the version of package.json`)
  const part = /^### In the app\n+([\s\S]*?)\s*(?=^### |(?![\s\S]))/m.exec(section)?.[1] ?? ''
  const lines = part.split('\n').filter((line) => line !== '')
  for (const locale of LOCALES) {
    if (!lines.includes(`[${locale}]`))
      throw new Error(`CHANGELOG.md has no line [${locale}] under "In the app" of ${version}`)
  }
  return { date: heading[2] ?? '', inTheApp: lines.join('\n') }
}

/**
 * Whether this may be released as `tag`; throws with what stands against it. `updateKeys` is UPDATE_PUBLIC_KEYS: an app
 * that was built without them never updates, and no later release can mend that.
 */
export function checkRelease(tag: string, version: string, notes: ReleaseNotes, updateKeys: string): void {
  if (tag !== `v${version}`) throw new Error(`the tag is ${tag}, the version of package.json ${version}`)
  if (notes.date === 'unreleased') throw new Error(`CHANGELOG.md calls ${version} unreleased: put the date there`)
  if (readPublicKeys(updateKeys).length === 0)
    throw new Error(
      'UPDATE_PUBLIC_KEYS is not set: the app would never update itself. `npm run make-update-key` makes the keys, docs/updates.md tells how',
    )
}
