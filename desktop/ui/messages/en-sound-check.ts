import type { SoundCheckMessages } from './messages.ts'

export const soundCheck: SoundCheckMessages = {
  title: 'Listen once',
  lead: 'An order chimes, then it is read aloud. Turn the volume up until you hear it in the kitchen.',
  play: 'Play the test',
  playing: 'Playing…',
  heard: 'Did you hear the chime and the words?',
  yes: 'Yes',
  no: 'No',
  skip: 'Not now',
  listen: 'Check with the microphone',
  listening: 'Listening…',
  listenHint:
    'One tone, and two seconds of the microphone, to see whether it is heard. The recording is compared in this page; it is not kept and not sent.',
  hearing: {
    heard: 'The microphone heard it: this device can be heard.',
    not_heard: 'The microphone did not hear it. Check the volume, the loudspeaker and Bluetooth headphones.',
    no_microphone: 'No microphone was found.',
    not_allowed: 'The microphone was not allowed.',
    failed: 'The check did not work.',
  },
  help: [
    'See whether the volume is off or too low.',
    'See whether the sound comes out of another loudspeaker or a Bluetooth headset.',
    'Press “Play the test” again.',
  ],
  outcome: {
    no_voice: 'There is no English voice here: it will only chime. Add one in the system’s settings, or use Edge.',
    no_engine: 'This browser cannot speak: it will only chime. Use Edge or Chrome.',
    no_audio_device: 'No loudspeaker was found.',
    failed: 'The words could not be spoken.',
    timeout: 'The voice did not respond.',
    output_muted: 'The system is muted. Turn its sound on and try again.',
    output_low: 'The system’s volume is too low. Turn it up and try again.',
  },
}
