import { useMemo } from 'react'
import { sayCause, statementWords, storeClock } from '../../core/statements/say.ts'
import type { Cause, Facts, Statements } from '../../core/statements/statement.ts'
import { statementsOf } from '../../core/statements/statements.ts'
import type { Said, StatementWords } from '../../core/statements/words.ts'
import type { View } from '../bridge.ts'
import { useUi } from '../parts/context.tsx'

/** The statements of the present view, and their words in the screen's language. */
export interface Stated {
  facts: Facts
  statements: Statements
  words: StatementWords
  say(cause: Cause): Said
}

/** Takes the facts of the statements out of a view. */
function factsOf({ status, settings, host }: View): Facts {
  const { update } = host
  const ready = update?.byHand && update.phase === 'ready' && !update.news ? update.offer?.version : undefined
  return {
    ...{ status, settings, sound: host.sound, bystander: host.bystander },
    timeZone: (status.store ?? host.pairing?.store)?.timezone,
    ...(update !== undefined && { update: { news: update.news?.version, ready } }),
  }
}

/** Returns everything that this device says of itself now. */
export function useStatements(): Stated {
  const { view, locale } = useUi()
  return useMemo(() => {
    const facts = factsOf(view)
    const words = statementWords(locale)
    return { facts, statements: statementsOf(facts), words, say: (cause) => sayCause(cause, words, storeClock(facts)) }
  }, [view, locale])
}
