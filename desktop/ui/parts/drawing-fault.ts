import { cleanLine } from '../../../shared/text.ts'

/** The errors whose messages a JavaScript engine writes. A message of ours, or of React, may quote what was to be drawn. */
const OF_THE_ENGINE = [RangeError, TypeError, ReferenceError, SyntaxError]
const MOST_MESSAGE = 160
const MOST_PLACE = 400

/** Describes an error of drawing for a log, in a line of 600 characters at most, without a customer's text. */
export function drawingFault(error: unknown, componentStack: string): string {
  const ofEngine = error instanceof Error && OF_THE_ENGINE.some((kind) => error.constructor === kind)
  const name = error instanceof Error ? error.name : typeof error
  const message = ofEngine ? `: ${cleanLine(error.message, MOST_MESSAGE)}` : ''
  return `${cleanLine(name, 40)}${message} ${cleanLine(componentStack.replaceAll(/\s+/g, ' '), MOST_PLACE)}`.trim()
}
