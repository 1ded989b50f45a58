import { inTime } from '../../support/until.ts'
import type { Violation } from '../check/history.ts'
import { CLIENT_MUTANTS, type ClientMutantName } from '../mutants/client-mutants.ts'
import { type ClientOptions, startClientChild } from '../rig/client-child.ts'
import { type StoryClient, startClientStory } from '../rig/client-story.ts'
import type { Story } from './mutation.ts'

/** The real client would have got there by then; of a faulty one, the checks will tell. */
const PATIENCE_MS = 90_000

const faultAt = (fault?: ClientMutantName) => (fault === undefined ? {} : { seams: CLIENT_MUTANTS[fault] })

/** Killed at the first step of this name; the real client takes over. */
function killedAt(step: string, more: Partial<ClientOptions> = {}): Story<ClientMutantName>['tell'] {
  return async (fault) => {
    const story = await startClientStory()
    const client = story.copy()
    const crash = { at: 1, match: step }
    const doomed = await startClientChild({ ...client.options, ...more, crash }, faultAt(fault))
    await doomed.exited
    const next = await startClientChild(client.options)
    if (!client.stands()) await next.done(story.head)
    await next.kill()
    return client.check()
  }
}

async function losesAFrame(fault?: ClientMutantName): Promise<Violation[]> {
  const story = await startClientStory()
  const client = story.copy()
  const child = await startClientChild({ ...client.options, loses: 1 }, faultAt(fault))
  await child.done(story.head)
  await child.kill()
  return client.check()
}

async function announces(fault?: ClientMutantName): Promise<Violation[]> {
  const story = await startClientStory()
  const client = story.copy()
  const child = await startClientChild(client.options, faultAt(fault))
  await inTime(PATIENCE_MS, () => client.stands() || said(client) > 10)
  await child.kill()
  return client.check()
}

/** Nobody answers, and the client says again what waits, twice. */
async function repeats(fault?: ClientMutantName): Promise<Violation[]> {
  const story = await startClientStory(undefined, { repeatSeconds: 15 })
  const client = story.copy()
  const child = await startClientChild({ ...client.options, hurry: 20 }, faultAt(fault))
  const before = said(client)
  await inTime(PATIENCE_MS, () => said(client) >= before + story.waiting + 2)
  await child.kill()
  return client.check()
}

const said = (client: StoryClient) => client.lines().filter(({ t }) => t === 'said').length

/** The real core of the client in a process of its own, judged by what it showed, said, stored and acknowledged. */
export const CLIENT_STORIES: readonly Story<ClientMutantName>[] = [
  {
    title: 'killed in the middle of the sound',
    tell: killedAt('in voice', { slowVoice: true }),
    faults: [
      {
        fault: 'marks_before_playing',
        title: 'an announcement is marked as made before its sound',
        breaks: ['I8'],
      },
    ],
  },
  {
    title: 'killed before an entry is on its disk',
    tell: killedAt('before write inbox.json'),
    faults: [
      { fault: 'acks_before_storing', title: 'an entry is acknowledged before it is on the disk', breaks: ['I5'] },
    ],
  },
  {
    title: 'a frame is lost on the way',
    tell: losesAFrame,
    faults: [{ fault: 'jumps_gaps', title: 'an entry is applied over a gap', breaks: ['I6'] }],
  },
  {
    title: 'two reminders are announced',
    tell: announces,
    faults: [{ fault: 'announces_anew', title: 'what is being announced is begun again', breaks: ['I8'] }],
  },
  {
    title: 'nobody answers, and the client repeats itself',
    tell: repeats,
    faults: [{ fault: 'counts_repeats', title: 'a local repeat counts as the next announcement', breaks: ['I8'] }],
  },
]
