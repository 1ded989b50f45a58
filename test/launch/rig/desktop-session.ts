import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { CHROMIUM } from '../../support/electron-stand-in/chromium.ts'
import { until } from '../../support/until.ts'

/** What a Linux desktop is made of here. */
const PARTS = [
  'Xvfb',
  'dbus-daemon',
  'openbox',
  'dunst',
  'xfce4-panel',
  'wmctrl',
  'xdotool',
  'xprop',
  'import',
  'gdbus',
]
const ALSO = [CHROMIUM, 'espeak-ng']

/** The programs that this machine lacks for the launch suite. */
export function missingParts(): string[] {
  return [...PARTS, ...ALSO].filter((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
      return false
    } catch {
      return true
    }
  })
}

export interface DesktopSession {
  /** For every program of this desktop. */
  env: Record<string, string>
  stop(): Promise<void>
}

/** A desktop of its own: display, session bus, window manager, notification daemon, and a panel with a tray. */
export async function startDesktop(folder: string): Promise<DesktopSession> {
  const children: ChildProcess[] = []
  const config = join(folder, 'config')
  const runtime = join(folder, 'run')
  for (const made of [config, runtime]) mkdirSync(made, { recursive: true, mode: 0o700 })
  writePanelConfig(config)
  const dunstrc = join(folder, 'dunstrc')
  writeFileSync(dunstrc, DUNSTRC)

  function run(
    program: string,
    args: string[],
    env: NodeJS.ProcessEnv,
    stdio: 'ignore' | 'fd3' = 'ignore',
  ): ChildProcess {
    const child = spawn(program, args, {
      env,
      stdio: stdio === 'ignore' ? 'ignore' : ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    children.push(child)
    return child
  }

  const { DBUS_SESSION_BUS_ADDRESS: _bus, WAYLAND_DISPLAY: _wayland, ...rest } = process.env
  const base = { ...rest, HOME: folder, XDG_CONFIG_HOME: config, XDG_RUNTIME_DIR: runtime, LANG: 'C.UTF-8' }
  const screen = ['-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-displayfd', '3']
  const display = `:${await firstLine(run('Xvfb', screen, base, 'fd3'))}`
  const withDisplay = { ...base, DISPLAY: display }
  const busArgs = ['--session', '--nofork', '--nopidfile', '--nosyslog', '--print-address=3']
  const address = await firstLine(run('dbus-daemon', busArgs, withDisplay, 'fd3'))
  const env = { ...withDisplay, DBUS_SESSION_BUS_ADDRESS: address }

  run('display', ['-window', 'root', 'xc:#51606e'], env)
  run('openbox', ['--sm-disable'], env)
  run('dunst', ['-conf', dunstrc], env)
  run('xfce4-panel', ['--disable-wm-check', '--sm-client-disable'], env)
  await until('the desktop stands', () => ownsName(env, 'org.freedesktop.Notifications'))
  await until('the panel has a tray', () => ownsName(env, 'org.kde.StatusNotifierWatcher'))
  await until('a window manager', () => execFileSync('wmctrl', ['-m'], { env, encoding: 'utf8' }).includes('Openbox'))

  return {
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    async stop() {
      for (const child of children.reverse()) {
        const gone = new Promise((resolve) => child.once('exit', resolve))
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.kill()
        await gone
      }
    },
  }
}

function ownsName(env: NodeJS.ProcessEnv, name: string): boolean {
  const bus = 'org.freedesktop.DBus'
  const call = ['call', '--session', '--dest', bus, '--object-path', '/', '--method', `${bus}.NameHasOwner`, name]
  return execFileSync('gdbus', call, { env, encoding: 'utf8', stdio: 'pipe' }).includes('true')
}

function firstLine(child: ChildProcess): Promise<string> {
  const stream = child.stdio[3] as Readable
  return new Promise((resolve, reject) => {
    let text = ''
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)))
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
    })
  })
}

function writePanelConfig(config: string): void {
  const folder = join(config, 'xfce4/xfconf/xfce-perchannel-xml')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'xfce4-panel.xml'), PANEL)
}

const PANEL = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=640;y=784"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
`

const DUNSTRC = `[global]
    follow = none
    width = 300
    height = 220
    origin = top-left
    offset = 16x16
    font = Noto Sans CJK SC 11
    padding = 14
    horizontal_padding = 16
    frame_width = 0
    corner_radius = 8
    show_indicators = no
    markup = full
    format = "<b>%s</b>\\n%b"
    mouse_left_click = do_action, close_current
    idle_threshold = 0
[urgency_critical]
    background = "#203040"
    foreground = "#ffffff"
    timeout = 0
`
