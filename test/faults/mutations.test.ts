import { describe, expect, it } from 'vitest'
import { explain } from '../lab/check/check-history.ts'
import { CLIENT_STORIES } from '../lab/mutations/client-stories.ts'
import { DEVICE_STORIES } from '../lab/mutations/device-stories.ts'
import { namesOf, type Story } from '../lab/mutations/mutation.ts'
import { SERVER_STORIES } from '../lab/mutations/server-stories.ts'
import { applyEdits } from '../lab/rig/edit.ts'

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

it.each([
  ['no place', 'head = head + 1'],
  ['two places', 'seq = seq + 1; seq = seq + 1'],
])('a fault that finds %s in the code is no fault', (_, code) => {
  expect(() => applyEdits(code, [{ find: /seq = seq \+ 1/, put: '' }])).toThrow(/is there (0|2) times/)
})

describe('the checks notice, of a server:', () => tellAll(SERVER_STORIES))
describe('the checks notice, of a device:', () => tellAll(DEVICE_STORIES))
describe('the checks notice, of a client:', () => tellAll(CLIENT_STORIES))
