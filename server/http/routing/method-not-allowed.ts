import type { RequestHandler } from 'express'
import { appError } from '../../lib/app-error.ts'

/** Answers whoever uses another method than these at an address that exists. */
export function methodNotAllowed(methods: readonly string[]): RequestHandler {
  return (_request, response) => {
    response.set('Allow', methods.map((method) => method.toUpperCase()).join(', '))
    throw appError('method_not_allowed')
  }
}
