import { connect } from 'node:net'

/** Wine has no pipe from a Linux process: what is typed comes over a socket, whose port the environment names. */
const port = Number(process.env['KEYBOARD_PORT'])
if (port > 0) Object.defineProperty(process, 'stdin', { value: connect(port, '127.0.0.1') })
