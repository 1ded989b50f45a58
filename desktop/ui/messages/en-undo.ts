import type { UndoMessages } from './messages.ts'

export const undo: UndoMessages = {
  title: 'Answers that can be undone',
  will: {
    confirm: 'Accepting',
    reject: 'Rejecting',
    dispatch: 'Sending out',
    complete: 'Completing',
    cancel: 'Cancelling',
    acknowledge: 'Taking note',
  },
  left: (seconds) => `sent in ${seconds} s`,
  announce: (will, seconds) => `${will}; it can be undone for ${seconds} seconds`,
  undo: 'Undo',
  all: 'Undo all',
  undone: 'undone, nothing was sent',
}
