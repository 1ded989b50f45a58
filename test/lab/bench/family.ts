import type { ChildProcess } from 'node:child_process'

/** What one process answers: a function by name, one argument, both ways by structured clone. */
export type Calls = Record<string, (input: never) => unknown>

interface Question {
  id: number
  call: string
  input: unknown
}

type Answer = { id: number; value: unknown } | { id: number; fault: string }

/** Asks a child process that runs {@link answerParent}. */
export interface Asker<C extends Calls> {
  ask<Name extends keyof C & string>(call: Name, input: Parameters<C[Name]>[0]): Promise<Awaited<ReturnType<C[Name]>>>
}

/** The parent's end. A question rejects when the child has ended; one that nobody waits for any more ends nothing. */
export function askChild<C extends Calls>(child: ChildProcess, name: string): Asker<C> {
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  child.on('exit', (code, signal) => {
    for (const [id, settle] of waiting) settle({ id, fault: `it ended (${signal ?? code})` })
  })

  function put(call: string, input: unknown): Promise<unknown> {
    const answered = new Promise<unknown>((resolve, reject) => {
      const id = asked++
      waiting.set(id, (answer) => {
        if ('fault' in answer) reject(new Error(`${name}, ${call}: ${answer.fault}`))
        else resolve(answer.value)
      })
      const question: Question = { id, call, input }
      child.send(question, (error) => error && waiting.get(id)?.({ id, fault: error.message }))
    })
    // A measurement that is given up ends its children. Its own reason is what has to be told, not their end.
    answered.catch(() => {})
    return answered
  }

  return { ask: put as Asker<C>['ask'] }
}

/** The child's end. It does not outlive its parent. */
export function answerParent(calls: Calls): void {
  const known = new Map<string, (input: never) => unknown>(Object.entries(calls))
  process.on('disconnect', () => process.exit(1))
  process.on('message', async ({ id, call, input }: Question) => {
    process.send?.(await answer(id, known.get(call), input))
  })
}

async function answer(id: number, call: ((input: never) => unknown) | undefined, input: unknown): Promise<Answer> {
  try {
    return { id, value: await call?.(input as never) }
  } catch (error) {
    return { id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
