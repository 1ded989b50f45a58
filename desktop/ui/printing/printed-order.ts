import { createContext } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'

/** The order that is to be printed; the part of the screen that prints it comes behind the first page. */
export const PrintedOrder = createContext<ReadOrder | null>(null)
