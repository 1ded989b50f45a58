import { createContext, type ReactNode } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'

/** The order that is to be printed. */
export const PrintedOrder = createContext<ReadOrder | null>(null)

/** The part of the screen that prints it, which comes behind the first page; the shell puts it here for the board. */
export const PrintPlace = createContext<ReactNode>(null)
