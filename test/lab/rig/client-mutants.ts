import type { Edit } from './edit.ts'

/** Clients with one fault each in the real core, to see that the checks notice. */
export type ClientMutantName =
  | 'marks_before_playing'
  | 'acks_before_storing'
  | 'jumps_gaps'
  | 'counts_nudges'
  | 'announces_anew'

const DONE = '{ speech: "ok", notification: "none", dialog: "ok" }'

export const CLIENT_MUTANTS: Record<ClientMutantName, readonly Edit[]> = {
  marks_before_playing: [{ find: /inHand\.set\((\w+)\.id, entry\);/, put: `$& source.announced($1, ${DONE});` }],
  acks_before_storing: [
    {
      find: /function become\((\w+)\) \{\s+state = \1;/,
      put: '$& link?.send({ op: "ack", seq: state.seq });',
    },
  ],
  jumps_gaps: [{ find: /\|\| frame\.seq > state\.seq \+ 1\) return "gap";/, put: ') return "gap";' }],
  counts_nudges: [
    {
      find: /nudges\.told\((\w+)\);/,
      put: `$& for (const told of $1) source.announced({ ...told, n: told.n + 1 }, ${DONE});`,
    },
  ],
  announces_anew: [{ find: /if \(before !== void 0 && \(before\.voice !== "waiting"/, put: 'if (false && (true' }],
}
