import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type ErrorRequestHandler } from 'express'
import { onTestFinished } from 'vitest'
import { updatesHandlers } from '../../../../server/http/updates.ts'
import { AppError } from '../../../../server/lib/app-error.ts'

export interface Feed {
  /** Of the server. */
  url: string
  stop(): Promise<void>
  /** On the same port. */
  restart(): Promise<void>
}

const report: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  response.status(error instanceof AppError ? 404 : 500).end()
}

/** The server's own route over a folder, without the database that it does not need. */
export async function startFeed(folder: string): Promise<Feed> {
  const app = express().disable('etag').use(updatesHandlers(folder)).use(report)
  let server: Server | undefined
  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      const started = app.listen(port, '127.0.0.1', () => resolve((started.address() as AddressInfo).port))
      server = started
    })
  async function stop(): Promise<void> {
    server?.closeAllConnections()
    await new Promise((resolve) => server?.close(resolve))
  }
  const port = await listen(0)
  onTestFinished(stop)
  return { url: `http://127.0.0.1:${port}`, stop, restart: async () => void (await listen(port)) }
}
