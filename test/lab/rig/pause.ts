/** Real time goes by. For faults, where the moment is the fault and nothing is waited for, and between two looks. */
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
