/** The words about a ticket after which none is missing: it came out, or is not wanted any more. */
export const SETTLED_PAPER: readonly string[] = ['printed', 'reprinted', 'called_off', 'no_printer']
