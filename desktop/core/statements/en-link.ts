import type { LinkFault } from '../ports.ts'
import { type FaultWords, numberIn, type Said } from './words.ts'

const WAITS = 'This passes by itself in a moment.'
const ASK = 'Ask the operator.'
const HTTP: Readonly<Record<string, string>> = {
  421: 'The server does not go by this name. The operator adds it to PUBLIC_URL or ALLOWED_HOSTS, and the proxy forwards Host.',
  429: `Too many attempts. ${WAITS}`,
  502: 'The server behind the proxy is not running. Ask the operator.',
  503: `The server is starting, stopping or full. ${WAITS}`,
  504: 'The server behind the proxy does not answer. Ask the operator.',
}

function refused(why: string): Said {
  const http = numberIn(why, 'http_')
  if (http !== undefined)
    return { text: `the server refuses (HTTP ${http})`, mend: HTTP[http] ?? `Check the server’s address. ${ASK}` }
  const notReady = numberIn(why, 'not_ready_')
  if (notReady !== undefined)
    return { text: `the server cannot work yet (${notReady})`, mend: `At a start or update: ${WAITS} Else: ${ASK}` }
  const close = numberIn(why, 'close_')
  return { text: `the server hung up (${close ?? why})`, mend: `This device keeps trying. If it stays so: ${ASK}` }
}

/** The four reasons of being offline. */
export const faults: Record<LinkFault['kind'], FaultWords> = {
  no_network: {
    text: 'this device has no network',
    mend: 'Check the cable, the Wi-Fi and the router.',
    why: {
      portal: {
        text: 'another page answers in the server’s place',
        mend: 'The Wi-Fi of a mall or hotel wants a login in a browser first. Check the server’s address as well.',
      },
      names: { text: 'this network finds no addresses', mend: 'Check the router and the line: DNS does not answer.' },
    },
  },
  server_away: {
    text: 'the server does not answer',
    mend: 'Its computer may be off, or the way to it is cut. Look at the server, then at the network here.',
    why: {
      closed: {
        text: 'the server’s program is not running',
        mend: 'That computer answers, but Laidan’s server is not running on it. Start it, or ask the operator.',
      },
      name: { text: 'there is no such address', mend: 'Check the server’s address, or ask the operator.' },
    },
  },
  refused: {
    text: 'the server refuses this device',
    mend: ASK,
    why: {
      revoked: { text: 'this device was removed', mend: 'Ask for a new pairing code to go on.' },
      unauthorized: { text: 'the server does not know this device any more', mend: 'Pair it again.' },
      version: {
        text: 'this app and the server do not speak the same version',
        mend: 'Update the app, or reload the page; else the operator updates the server.',
      },
      replaced: {
        text: 'the same device is open somewhere else and rings there',
        mend: 'Keep one: close the other, and this one is back within a minute.',
      },
      rate: { text: 'too many attempts; the server lets this device wait', mend: WAITS },
      too_big: { text: 'a message was too long', mend: `This device keeps trying. If it stays so: ${ASK}` },
      bad_frame: {
        text: 'this app and the server do not understand each other',
        mend: 'Update the app, or reload the page; else the operator updates the server.',
      },
      restart: { text: 'the server restarts', mend: WAITS },
      going_away: { text: 'the server stops', mend: WAITS },
      try_again: { text: 'the server is too busy now', mend: WAITS },
      slow: {
        text: 'the network was too slow for the server',
        mend: 'Check the network here; this device keeps trying.',
      },
      hello_timeout: {
        text: 'the network was too slow for the server',
        mend: 'Check the network here; this device keeps trying.',
      },
      tls: {
        text: 'the server’s certificate has expired or is not trusted',
        mend: 'Check the date of this device and the server’s address; else the operator renews the certificate.',
      },
    },
    other: refused,
  },
  proxy: {
    text: 'a proxy in between blocks WebSockets',
    mend: 'The server is there, and plain pages get through. The proxy (nginx forwards Upgrade and Host), firewall or virus scanner must let WebSockets pass; or use another network.',
    other: (why) => ({
      text: `a proxy in between blocks WebSockets${numberIn(why, 'http_') === undefined ? '' : ` (HTTP ${numberIn(why, 'http_')})`}`,
      mend: faults.proxy.mend,
    }),
  },
}
