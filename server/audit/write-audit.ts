import type { AuditAction, AuditActor, AuditFacts } from '../../shared/api/audit.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Tx } from '../db/database.ts'
import type { Random } from '../lib/random.ts'

/** An administrative act, to be written down in the transaction that carries it out. */
export interface AuditedAct {
  actor: AuditActor
  action: AuditAction
  /** The id of what is changed. */
  subject: string
  /** The network address of the caller; `machine`: a command on the server's own machine. */
  from: string
  facts: AuditFacts
}

/** The address of acts that were done by a command on the server's own machine. */
export const MACHINE = 'machine'

interface Deps {
  clock: Pick<Clock, 'now'>
  random: Pick<Random, 'id'>
}

/** Makes the function that writes down what the server was asked for on its own machine, about a store. */
export function machineAudit(
  deps: Deps,
  action: AuditAction,
): (tx: Tx, of: { id: string; storeId: string }) => Promise<void> {
  return (tx, { id, storeId }) =>
    writeAudit(tx, deps, { actor: { kind: MACHINE }, action, subject: id, from: MACHINE, facts: { storeId } })
}

/** Writes an administrative act down, in its own transaction: neither is on disk without the other. */
export async function writeAudit(
  tx: Tx,
  { clock, random }: Deps,
  { actor, action, subject, from, facts }: AuditedAct,
): Promise<void> {
  await tx.run('INSERT INTO audit (id, at, actor, action, subject, origin, facts) VALUES (?, ?, ?, ?, ?, ?, ?)', [
    ...[random.id('au'), clock.now(), JSON.stringify(actor), action],
    ...[subject.slice(0, 64), from.slice(0, 64), JSON.stringify(facts)],
  ])
}
