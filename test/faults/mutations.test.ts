import { describe, expect, it } from 'vitest'
import { explain } from '../lab/check/check-history.ts'
import { CLIENT_MUTANTS } from '../lab/mutants/client-mutants.ts'
import type { Seam } from '../lab/mutants/seam.ts'
import { CLIENT_STORIES } from '../lab/mutations/client-stories.ts'
import { DEVICE_STORIES } from '../lab/mutations/device-stories.ts'
import { namesOf, type Story } from '../lab/mutations/mutation.ts'
import { SERVER_STORIES } from '../lab/mutations/server-stories.ts'
import { bundle } from '../lab/rig/bundle.ts'

/** Servers, devices and clients with one fault each. Where one of these tests is red, the others prove nothing. */

function tellAll<Fault extends string>(stories: readonly Story<Fault>[]): void {
  for (const { title, tell, faults, harmless = [] } of stories) {
    it(`nothing, when it is the real one: ${title}`, async () => expect(explain(await tell())).toEqual([]))
    it.each(harmless)(`nothing, when it %s: ${title}`, async (fault) => expect(explain(await tell(fault))).toEqual([]))
    for (const { fault, title, breaks } of faults)
      it(`${breaks.join(' ')}: ${title} (${fault})`, async () => {
        expect(namesOf(await tell(fault))).toEqual(expect.arrayContaining([...breaks]))
      })
  }
}

const CLIENT = new URL('../lab/children/client.ts', import.meta.url)
const [SEAM] = CLIENT_MUTANTS.announces_anew as readonly [Seam]

it.each<[string, Seam[], RegExp]>([
  [
    'no place',
    [{ ...SEAM, export: 'createDisplay' }],
    /No matching export in .*displays.ts" for import "createDisplay"/,
  ],
  ['no module for it', [{ ...SEAM, module: 'server/start-server.ts' }], /start-server.ts, which is not loaded/],
  ['two places', [SEAM, SEAM], /twice at createDisplays/],
])('a fault that finds %s in the code is no fault', async (_, seams, why) => {
  await expect(bundle(CLIENT, seams)).rejects.toThrow(why)
})

describe('the checks notice, of a server:', () => tellAll(SERVER_STORIES))
describe('the checks notice, of a device:', () => tellAll(DEVICE_STORIES))
describe('the checks notice, of a client:', () => tellAll(CLIENT_STORIES))
