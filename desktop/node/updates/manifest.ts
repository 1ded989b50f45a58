import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js'
import * as z from 'zod'
import { cutUnits } from '../../../shared/text.ts'

/** The manifests that electron-builder writes and the app asks for, by system. */
export const MANIFEST_NAME = /^latest(-mac|-linux(-[a-z0-9]{1,10})?)?\.yml$/
/** A file beside its manifest: never a path, an address, a hidden file, or a name that a shell would read otherwise. */
const FILE_NAME = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/
/** Twice what an installer of Electron weighs today. */
const LARGEST_FILE = 500_000_000
/** SHA-512 in base64. */
const SHA512 = /^[A-Za-z0-9+/]{86}==$/
const VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9A-Za-z.-]{1,64})?$/
const MOST_NOTES = 20_000

const fileSchema = z.object({
  url: z.string().regex(FILE_NAME),
  sha512: z.string().regex(SHA512),
  size: z.int().min(1).max(LARGEST_FILE),
  blockMapSize: z.int().min(1).max(LARGEST_FILE).optional(),
  isAdminRightsRequired: z.boolean().optional(),
})

const notesSchema = z
  .union([
    z.string(),
    z
      .array(z.object({ note: z.string().nullable() }))
      .transform((list) => list.map(({ note }) => note ?? '').join('\n')),
  ])
  .nullish()
  .transform((text) => cutUnits(text ?? '', MOST_NOTES))

/**
 * The fields that we read of a manifest; anything else in it (`packages`, which would name further files to run,
 * `sha2`, which would be checked instead) is dropped.
 */
const manifestSchema = z.object({
  version: z.string().regex(VERSION),
  files: z.array(fileSchema).min(1).max(20),
  /** The share of devices that are offered this version, percent; left out, all. */
  stagingPercentage: z.int().min(0).max(100).optional(),
  minimumSystemVersion: z.string().max(40).optional(),
  releaseDate: z.coerce.string().max(60).catch(''),
  /** When the makers signed it, and until when they vouch for it: see manifest-dates.ts. */
  signedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** For people; see `notesIn`. */
  releaseNotes: notesSchema,
})

export type Manifest = z.infer<typeof manifestSchema>

/** Names the manifest of a system, as electron-builder does. */
export function manifestName(platform: string, arch: string): string {
  if (platform === 'darwin') return 'latest-mac.yml'
  if (platform !== 'linux') return 'latest.yml'
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`
}

/** Reads a manifest by electron-updater's own parser. Throws when the app would not follow it. */
export function parseManifest(bytes: Uint8Array, name: string): Manifest {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  return manifestSchema.parse(parseUpdateInfo(text, name, new URL(`file:///${name}`)))
}
