import { useState } from 'react'
import type { UndoableAnswer } from '../../core/bell/bell.ts'
import { MoneyBeforeText } from '../money/money-line.tsx'
import { Boundary } from '../parts/boundary.tsx'
import { useNow, useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'

/** Often enough that no second is shown for two. */
const LOOK_MS = 250

/** Shows one answer that can be taken back: what it is about, what it will do, how long it waits. */
export function UndoRow({ undoable, name }: { undoable: UndoableAnswer; name: string }) {
  const { bridge, clock, messages } = useUi()
  const { key, answer, until } = undoable
  const left = Math.max(0, until - useNow(LOOK_MS))
  // Of the moment in which the row was drawn first, since the line runs by itself from there.
  const [lineMs] = useState(() => Math.max(0, until - clock.now()))
  const will = messages.undo.will[answer.move]
  return (
    <li className="undo-row" data-move={answer.move}>
      {name !== '' && <strong className="undo-name">{name}</strong>}
      <span className="undo-what">
        <span className="undo-will">
          <b>{will}</b>
          {'reason' in answer && (
            <span className="undo-reason">
              <UntrustedText text={answer.reason} max={60} />
            </span>
          )}
        </span>
        <span className="undo-facts">
          {(answer.move === 'reject' || answer.move === 'cancel') && (
            <Boundary instead={() => null}>
              <MoneyBeforeText orderId={answer.orderId} />
            </Boundary>
          )}
          <span className="undo-left" aria-hidden="true">
            {messages.undo.left(Math.ceil(left / 1_000))}
          </span>
        </span>
      </span>
      <button
        type="button"
        className="button undo-button"
        aria-label={`${messages.undo.undo} ${name || will}`}
        aria-keyshortcuts="Control+Z Meta+Z"
        onClick={() => void bridge.undo(key)}
      >
        {messages.undo.undo}
      </button>
      <span className="undo-line" aria-hidden="true" style={{ animationDuration: `${lineMs}ms` }} />
    </li>
  )
}
