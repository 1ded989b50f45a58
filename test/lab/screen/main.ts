import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../../browser/support/chromium.ts'
import { machine } from '../bench/machine.ts'
import { formatTable, median, ms, percent, plain } from '../bench/table.ts'
import { measureAnswers } from './measure-answers.ts'
import { type FirstPage, measureFirstPage } from './measure-first-page.ts'
import { type Idle, measureIdle } from './measure-idle.ts'
import { type Memory, measureMemory } from './measure-memory.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import type { AnswerCost } from './read-trace.ts'
import { startScreenShop } from './screen-shop.ts'

/**
 * `npm run bench:screen`: what the console costs a browser with hundreds of open orders. docs/performance.md defines each
 * figure, and has those that were seen. The built console of dist/console is measured, on the real server.
 */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) return write(USAGE)
  const date = new Date().toISOString()
  write(`${date}, ${machine()}\n${JSON.stringify(options)}`)
  const browser = await launchChromium()
  try {
    const results = await measureAll(browser, options)
    mkdirSync(options.out, { recursive: true })
    const file = join(options.out, `${date.replaceAll(':', '-')}.json`)
    writeFileSync(file, `${JSON.stringify({ date, machine: machine(), options, ...results }, null, 2)}\n`)
  } finally {
    await browser.close()
  }
}

interface Scene {
  scene: string
  idle: Idle
  answers: AnswerCost[]
}

async function measureAll(browser: Browser, options: Options): Promise<object> {
  const { orders, idle, traffic, hour } = options
  const scenes: Scene[] = []
  scenes.push(await measureWaiting(browser, 'nothing open', 0, options))
  scenes.push(await measureWaiting(browser, `${orders} wait, as a list`, orders, options))
  const shop = await startScreenShop(orders)
  try {
    const { context, page } = await shop.open(browser)
    await page.locator('.slip').first().waitFor()
    const scene = `${orders} are made, as a wall`
    scenes.push({
      scene,
      idle: await measureIdle(browser, idle),
      answers: await measureAnswers(browser, page, page.locator('.slip-verb').first(), options.answers),
    })
    writeScenes(scenes)
    const first = await measureFirstPage(context, shop.url)
    writeFirstPage(first)
    const memory = await measureMemory({ context, page, shop, orders: traffic, hour })
    writeMemory(memory)
    await context.close()
    return { scenes, first, memory }
  } finally {
    await shop.stop()
  }
}

/** Measures a shop in which so many orders wait for an answer: idle, and the first one accepted. */
async function measureWaiting(
  browser: Browser,
  scene: string,
  waiting: number,
  { idle, answers }: Options,
): Promise<Scene> {
  const shop = await startScreenShop(0)
  try {
    const { context, page } = await shop.open(browser)
    await shop.place(waiting)
    const button = page.locator('.waiting-answer').first()
    if (waiting > 0) await page.getByRole('heading', { name: `${waiting} 单等待处理` }).waitFor()
    const measured = await measureIdle(browser, idle)
    const costs = waiting === 0 ? [] : await measureAnswers(browser, page, button, answers)
    await context.close()
    return { scene, idle: measured, answers: costs }
  } finally {
    await shop.stop()
  }
}

function writeScenes(scenes: readonly Scene[]): void {
  const middle = (costs: readonly AnswerCost[], of: keyof AnswerCost) => {
    const values = costs.map((cost) => cost[of])
    return values.length === 0 ? '–' : `${ms(median(values))} [${ms(Math.min(...values))}–${ms(Math.max(...values))}]`
  }
  const table = formatTable<Scene>(
    [
      ['screen', ({ scene }) => scene],
      ['idle, page', ({ idle }) => `${(idle.page * 100).toFixed(1)} %`],
      ['idle, all of Chromium', ({ idle }) => percent(idle.browser)],
      ['answer: script, ms', ({ answers }) => middle(answers, 'script')],
      ['with layout and paint', ({ answers }) => middle(answers, 'work')],
      ['press to paint', ({ answers }) => middle(answers, 'passed')],
      ['script after it', ({ answers }) => middle(answers, 'scriptAfter')],
    ],
    scenes,
  )
  write(`\n${table}`)
}

function writeFirstPage(first: FirstPage): void {
  const table = formatTable<FirstPage>(
    [
      ['first paint, s', ({ firstPaint }) => plain(firstPaint, 2)],
      ['wall stands, s', ({ board }) => plain(board, 2)],
      ['script, kB', ({ script }) => plain(script)],
      ['uncompressed', ({ scriptPlain }) => plain(scriptPlain)],
      ['script later, kB', ({ scriptLater }) => plain(scriptLater)],
      ['style, kB', ({ style }) => plain(style)],
    ],
    [first],
  )
  write(`\n${table}`)
}

function writeMemory(looks: readonly Memory[]): void {
  const table = formatTable<Memory>(
    [
      ['orders passed', ({ passed }) => plain(passed)],
      ['heap, MB', ({ heapMb }) => plain(heapMb, 1)],
      ['nodes', ({ nodes }) => plain(nodes)],
      ['listeners', ({ listeners }) => plain(listeners)],
    ],
    looks,
  )
  write(`\n${table}`)
}

function write(text: string): void {
  process.stdout.write(`${text}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
