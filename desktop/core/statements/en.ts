import { ownEntry } from '../../../shared/own-entry.ts'
import { PRINTER_FAULTS } from '../../../shared/phrases/printer-faults.ts'
import { cleanLine } from '../../../shared/text.ts'
import { faults } from './en-link.ts'
import { FAILURE_REASONS } from './failure-reasons.ts'
import { faultSaid, type StatementWords } from './words.ts'

const DEAF = 'New orders cannot reach you'
const reasonOf = (reason: string) => FAILURE_REASONS.en[reason] ?? reason
const minutes = (ms: number) => Math.round(Math.abs(ms) / 60_000)

export const en: StatementWords = {
  about: {
    link: 'Network',
    sound: 'Bell',
    clock: 'Clock',
    device: 'Device',
    server: 'Server',
    outside: 'Help',
    intake: 'Orders',
  },
  link: {
    unpaired: 'not paired with a store',
    connecting: 'connecting',
    catching_up: 'catching up',
    connected: 'connected',
    offline: 'OFFLINE',
    refused: 'refused',
  },
  sound: {
    speaks: 'rings and speaks',
    rings: 'rings only',
    doubtful: 'may not be heard',
    late: 'silent for now',
    silent: 'makes no sound',
  },
  clock: { store: 'the store’s time', device: 'this device’s time' },
  device: { fine: 'in order', faulty: 'something is wrong' },
  server: { fine: 'in order', faulty: 'something is wrong' },
  outside: { told: 'somebody is told', nobody: 'nobody is told', unknown: 'not known' },
  intake: {
    open: 'taken as usual',
    busy: 'the store is busy',
    paused: 'none taken for now',
    archived: 'the store is archived',
    unknown: 'not known',
  },
  fine: {
    link: () => 'Connected, and nothing was missed.',
    sound: () => 'Chime and speech work.',
    clock: (zone) =>
      zone === undefined ? 'Times are this device’s.' : `All times are the store’s (${cleanLine(zone, 40)}).`,
    device: () => 'Storage, alert and notifications work.',
    server: () => 'The server reports no fault.',
    outside: () => 'When nobody answers, the server tells people outside of the shop.',
    intake: () => 'Ordering systems can place orders.',
  },
  heardLate: 'An order unanswered for five minutes is heard all the same.',
  kept: 'Orders are kept for you and arrive as soon as you are back.',
  cause: {
    unpaired: () => ({ text: 'Not paired with a store', mend: 'Pair this device.' }),
    connecting: () => ({ text: 'Connecting to the server…' }),
    catching_up: () => ({ text: 'Catching up with what came while you were away…' }),
    offline({ fault }) {
      if (fault === undefined) return { text: DEAF, mend: 'The connection is lost; this device keeps trying.' }
      const { text, mend } = faultSaid(faults, fault)
      return { text: `${DEAF}: ${text}`, ...(mend !== undefined && { mend }) }
    },
    refused({ why }) {
      const { text, mend } = faultSaid(faults, { kind: 'refused', why: why ?? 'other' })
      return { text: `${DEAF}: ${text}`, ...(mend !== undefined && { mend }) }
    },
    answers_waiting: ({ count }) => ({
      text: count === 1 ? '1 answer waits for the server.' : `${count} answers wait for the server.`,
      mend: 'Sent as soon as the link is back.',
    }),
    locked: ({ elsewhere }) => ({
      text: 'Sound is still off: orders will not ring',
      mend: elsewhere
        ? 'Press anywhere in the tab that does the ringing.'
        : 'Press “Turn sound on”: a browser lets a page sound only after a press.',
    }),
    no_sound: () => ({
      text: 'This device can make no sound: orders are only shown',
      mend: 'Check the loudspeaker and the sound output, then listen.',
    }),
    output_muted: ({ raising }) => ({
      text: 'The system is muted: orders cannot be heard',
      mend: raising
        ? 'This device tried to raise it, and the system did not take it. Turn the system’s sound on.'
        : 'Turn the system’s sound on, or let this device raise it: settings.',
    }),
    output_low: ({ raising }) => ({
      text: 'The system’s volume is low: orders may not be heard',
      mend: raising
        ? 'This device tried to raise it, and the system did not take it. Turn the system’s volume up.'
        : 'Turn the system’s volume up, or let this device raise it: settings.',
    }),
    show_only: () => ({
      text: 'This device only shows: orders make no sound',
      mend: 'To let it ring, change how this device announces: settings.',
    }),
    ring_only: () => ({ text: 'This device only rings', mend: 'To let it speak, change it in the settings.' }),
    kind_off: () => ({
      text: 'The settings turn the sound of new orders off',
      mend: 'To let it ring, turn “Speak these reminders” on in the settings.',
    }),
    muted: ({ until }, { time }) => ({ text: `Muted until ${time(until)}`, mend: 'Press “Sound on” to end it now.' }),
    quiet_hours: ({ from, to }) => ({ text: `Quiet hours (${from} to ${to})`, mend: 'The settings have the hours.' }),
    no_voice: () => ({
      text: 'No English voice: orders chime, but are not read aloud',
      mend: 'Add a voice in the system’s settings; among browsers, Edge brings its own.',
    }),
    server_voice: () => ({ text: 'No English voice here: the server reads aloud' }),
    speech_failed: ({ reason }) => ({
      text: `Speech did not work: ${reasonOf(reason)}`,
      mend: 'The chime rings as usual. Listen once.',
    }),
    chime_failed: ({ reason }) => ({
      text: `The chime did not work: ${reasonOf(reason)}`,
      mend: 'Check the loudspeaker, then listen.',
    }),
    raised: ({ percent, at }, { time }) => ({
      text: `The volume was raised to ${percent} %`,
      mend: `At ${time(at)} the system was muted or too low; this device raised it, as the settings say.`,
    }),
    bystander: () => ({ text: 'Another tab does the ringing', mend: 'This one takes over when it closes.' }),
    server_clock_wrong: () => ({
      text: 'The server’s clock is wrong: payments may be refused',
      mend: 'Ask the operator to set the server’s time; until then orders may not come through.',
    }),
    server_clock_jumped: () => ({
      text: 'The server’s clock has just jumped; please check the time',
      mend: 'Reminders ring as usual. For a while the server cancels and completes no orders by itself.',
    }),
    device_clock: ({ byMs }) => ({
      text: `This device’s clock is ${minutes(byMs)} min ${byMs > 0 ? 'slow' : 'fast'}`,
      mend: 'The times on the screen are the server’s and stay right. Set this device’s clock when it suits you.',
    }),
    zone_unknown: ({ zone }) => ({
      text: `This device does not know the store’s time zone (${cleanLine(zone, 40)}); times are its own`,
      mend: 'Update the browser or the system.',
    }),
    storage: ({ reason }) => ({
      text: `Storing did not work: ${reasonOf(reason)}`,
      mend: 'Reminders ring as usual, but may come twice after a restart. Check the room on the disk.',
    }),
    dialog: ({ reason }) => ({
      text: `The alert did not work: ${reasonOf(reason)}`,
      mend: 'Keep this page in the foreground.',
    }),
    notification: ({ reason }) => ({
      text: `The notification did not work: ${reasonOf(reason)}`,
      mend: 'Alert and sound do not need it. Allow notifications in the system if you want them.',
    }),
    printer: ({ reason }) => ({
      text: `Not printed: ${ownEntry(PRINTER_FAULTS.en, reason) ?? reasonOf(reason)}`,
      mend: 'Reminders ring, and orders are on the screen. What waits is printed once the printer works.',
    }),
    too_old: () => ({
      text: 'The server says something that this app is too old to read',
      mend: 'Please update the app, or reload the page in a browser. What was missed then comes by itself.',
    }),
    update_news: ({ version }) => ({ text: `Laidan is now version ${version}.` }),
    update_ready: ({ version }) => ({ text: `Version ${version} is ready to be installed.` }),
    not_heard: () => ({
      text: 'This shop has not rung since yesterday',
      mend: 'No order came, or none was heard. Please do the sound check: press “Listen”.',
    }),
    nobody_told: () => ({
      text: 'When nobody answers an order, nobody will be told',
      mend: 'Where nobody hears the bell, nothing follows. Choose a person, a way and a time: it takes three minutes.',
    }),
    busy: ({ extraMinutes, until }, { time }) => ({
      text: `Busy, +${extraMinutes} min${until === undefined ? '' : ` until ${time(until)}`}`,
      mend: 'Orders come in; customers are told that it takes longer.',
    }),
    paused: ({ until }, { time }) => ({
      text: `No orders taken${until === undefined ? '' : ` until ${time(until)}`}`,
      mend: 'An order that is paid all the same rings.',
    }),
    archived: () => ({ text: 'The store is archived', mend: 'It takes no orders. The operator can take it back.' }),
    server_fault: ({ code }) => ({
      text: `The server reports a fault: ${cleanLine(code, 40)}`,
      mend: 'Tell the operator.',
    }),
  },
}
