import { VOLUME_SCRIPT } from './win32-volume-script.ts'

/**
 * The program that a long-lived Windows PowerShell runs for us, and the lines we exchange with it. All of it is ASCII:
 * text and messages travel as Base64 of their UTF-8 bytes, so that no code page (936 on a Chinese Windows) can touch
 * them. One line each:
 *
 *     → S <id> <rate -10…10> <volume 0…100> <cultures> <voice, or -> <text>
 *     → L <id>
 *     → V <id>                                                           look at the system's volume
 *     → U <id> <0…100>                                                   unmute it, and raise it to this
 *     ← ready | fatal <error> <message>                                  once, at the start
 *     ← voice <id> <culture> <name>                                      for every installed one, after an L
 *     ← level <id> <muted: 0 or 1> <0…100>                              for every V and U, or an err
 *     ← done <id> | novoice <id> | err <id> <error> <message>            for every S and L
 *
 * The script rests on these facts, from the sources of PowerShell and System.Speech:
 * - It must never name the pipeline variable `$input`: PowerShell's host would then read our lines itself.
 * - `Speak` throws what went wrong; `SpeakAsync` would report a missing sound device as spoken.
 * - The default sound device is looked up by SetOutputToDefaultAudioDevice: asked for anew each time, because
 *   headphones come and go.
 * - Voices are chosen by culture, in our order, and one that is listed but broken is passed over. One that a human has
 *   chosen is chosen by its name, and `novoice` where that fails.
 */
export const WORKER_SCRIPT = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$reader = New-Object IO.StreamReader([Console]::OpenStandardInput(), [Text.Encoding]::ASCII)
$writer = New-Object IO.StreamWriter([Console]::OpenStandardOutput(), [Text.Encoding]::ASCII)
$writer.NewLine = [string][char]10
$writer.AutoFlush = $true
function Format-Trouble($record) {
  $cause = $record.Exception.GetBaseException()
  $message = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($cause.Message))
  return $cause.GetType().Name + ' ' + $message
}
${VOLUME_SCRIPT}
try {
  Add-Type -AssemblyName System.Speech
  $speaker = New-Object System.Speech.Synthesis.SpeechSynthesizer
  [void]$speaker.GetInstalledVoices()
  $writer.WriteLine('ready')
} catch {
  $writer.WriteLine('fatal ' + (Format-Trouble $_))
  exit 1
}
while ($true) {
  $line = $reader.ReadLine()
  if ($line -eq $null) { exit 0 }
  $part = $line.Split(' ')
  $listing = $part.Length -eq 2 -and $part[0] -eq 'L'
  $looking = $part.Length -eq 2 -and $part[0] -eq 'V'
  $raising = $part.Length -eq 3 -and $part[0] -eq 'U'
  if (-not $listing -and -not $looking -and -not $raising -and ($part.Length -ne 7 -or $part[0] -ne 'S')) { continue }
  $id = $part[1]
  try {
    if ($looking -or $raising) {
      $writer.WriteLine('level ' + $id + ' ' + (Get-Level $part[2]))
      continue
    }
    $voice = $null
    $installed = @($speaker.GetInstalledVoices() | Where-Object { $_.Enabled } | ForEach-Object { $_.VoiceInfo })
    if ($listing) {
      foreach ($candidate in $installed) {
        $name = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($candidate.Name))
        $writer.WriteLine('voice ' + $id + ' ' + $candidate.Culture.Name + ' ' + $name)
      }
      $writer.WriteLine('done ' + $id)
      continue
    }
    if ($part[5] -ne '-') {
      $wanted = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($part[5]))
      foreach ($candidate in $installed) {
        if ($voice -eq $null -and $candidate.Name -ceq $wanted) {
          try { $speaker.SelectVoice($candidate.Name); $voice = $candidate } catch { }
        }
      }
    } else {
      foreach ($culture in $part[4].Split(',')) {
        foreach ($candidate in $installed) {
          $spoken = $candidate.Culture.Name
          $wide = -not $culture.Contains('-') -and $spoken.StartsWith($culture + '-')
          if ($voice -eq $null -and ($spoken -eq $culture -or $wide)) {
            try { $speaker.SelectVoice($candidate.Name); $voice = $candidate } catch { }
          }
        }
      }
    }
    if ($voice -eq $null) {
      $writer.WriteLine('novoice ' + $id)
    } else {
      $speaker.SetOutputToDefaultAudioDevice()
      $speaker.Rate = [int]$part[2]
      $speaker.Volume = [int]$part[3]
      $speaker.Speak([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($part[6])))
      $writer.WriteLine('done ' + $id)
    }
  } catch {
    $writer.WriteLine('err ' + $id + ' ' + (Format-Trouble $_))
  }
}
`

/** Makes the command line: the same for every utterance, without any of its text. */
export function workerArguments(): string[] {
  const script = Buffer.from(WORKER_SCRIPT, 'utf16le').toString('base64')
  return ['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', script]
}

export interface SpeakLine {
  id: number
  /** -10 to 10, 0 being normal. */
  rate: number
  /** 0 to 100. */
  volume: number
  /** Culture names in order of preference; `en` stands for every `en-…`. */
  cultures: readonly string[]
  /** The name of the one voice that may speak, instead. */
  voice?: string | undefined
  text: string
}

/** The line that makes the worker speak a text. */
export function formatSpeakLine({ id, rate, volume, cultures, voice, text }: SpeakLine): string {
  return `S ${id} ${rate} ${volume} ${cultures.join(',')} ${voice === undefined ? '-' : encode(voice)} ${encode(text)}\n`
}

/** The line that makes the worker list the voices that are installed. */
export function formatListLine(id: number): string {
  return `L ${id}\n`
}

/** The line that makes the worker look at the system's volume. */
export function formatLookLine(id: number): string {
  return `V ${id}\n`
}

/** The line that makes the worker unmute the system and raise its volume, 0–100. */
export function formatRaiseLine(id: number, percent: number): string {
  return `U ${id} ${percent}\n`
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8')
}

export type WorkerReply =
  | { kind: 'ready' }
  | { kind: 'fatal'; error: string; message: string }
  | { kind: 'voice'; id: number; culture: string; name: string }
  | { kind: 'level'; id: number; muted: boolean; percent: number }
  | { kind: 'done'; id: number }
  | { kind: 'novoice'; id: number }
  | { kind: 'err'; id: number; error: string; message: string }

/**
 * Reads one line of the worker. Anything that is not exactly a reply (a profile's greeting, a warning) is undefined.
 */
export function parseWorkerReply(line: string): WorkerReply | undefined {
  const simple = /^(done|novoice) (\d{1,10})$/.exec(line)
  if (simple !== null) return { kind: simple[1] === 'done' ? 'done' : 'novoice', id: Number(simple[2]) }
  const level = /^level (\d{1,10}) ([01]) (\d{1,3})$/.exec(line)
  if (level !== null) {
    const [, id, muted, percent] = level
    return { kind: 'level', id: Number(id), muted: muted === '1', percent: Number(percent) }
  }
  const trouble = /^(?:fatal|err (\d{1,10})) (\w{1,80}) ([A-Za-z0-9+/]*={0,2})$/.exec(line)
  if (trouble !== null) {
    const [, id, error = '', message = ''] = trouble
    const words = { error, message: decode(message) }
    return id === undefined ? { kind: 'fatal', ...words } : { kind: 'err', id: Number(id), ...words }
  }
  const voice = /^voice (\d{1,10}) ([A-Za-z0-9-]{1,35}) ([A-Za-z0-9+/]{1,400}={0,2})$/.exec(line)
  if (voice !== null) {
    const [, id, culture = '', name = ''] = voice
    return { kind: 'voice', id: Number(id), culture, name: decode(name) }
  }
  return line === 'ready' ? { kind: 'ready' } : undefined
}
