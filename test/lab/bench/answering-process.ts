import { createServer } from 'node:http'
import { listen } from './contenders/listen.ts'

/** Answers every request with 204 and does nothing: what a request costs a machine as such. */
listen(createServer((_request, response) => response.writeHead(204).end()))
