import type { RequestHandler } from 'express'
import { appError } from '../../lib/app-error.ts'

/** Makes the handler for other methods than `methods` at a path that exists; it throws `method_not_allowed`. */
export function methodNotAllowed(methods: readonly string[]): RequestHandler {
  return (_request, response) => {
    response.set('Allow', methods.map((method) => method.toUpperCase()).join(', '))
    throw appError('method_not_allowed')
  }
}
