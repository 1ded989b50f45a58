import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { askChild } from '../../lab/bench/family.ts'

type Calls = { pay(input: number): number }

/** A child that takes every question and answers none. */
function silentChild(): ChildProcess {
  return Object.assign(new EventEmitter(), { send: () => true }) as unknown as ChildProcess
}

it('a question rejects with the end of the child that it was put to', async () => {
  const child = silentChild()
  const answer = askChild<Calls>(child, 'payments').ask('pay', 1)
  child.emit('exit', null, 'SIGKILL')
  await expect(answer).rejects.toThrow('payments, pay: it ended (SIGKILL)')
})

it('a question that nobody waits for any more does not end the measurement with an error that is not its own', async () => {
  const unheard: unknown[] = []
  const note = (error: unknown) => unheard.push(error)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  const child = silentChild()
  void askChild<Calls>(child, 'payments').ask('pay', 1)
  child.emit('exit', null, 'SIGKILL')
  await new Promise<void>((resolve) => setImmediate(resolve))
  await new Promise<void>((resolve) => setImmediate(resolve))
  expect(unheard).toEqual([])
})
