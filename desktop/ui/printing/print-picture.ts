import type { Paper } from '../../../shared/tickets/ticket.ts'

/** Dots of a printer's head a millimetre. */
const DOTS_PER_MM = 8
/** Paper below the last line, millimetres, so that it can be torn off. */
const TAIL_MM = 8

/**
 * Opens the browser's print dialog for one picture on a roll of paper, and for nothing else of the page. A browser prints
 * on pages: this one is as long as the ticket, so that no printer feeds more than that.
 */
export function printPicture(picture: SVGSVGElement, paper: Paper): void {
  const { width, height } = picture.viewBox.baseVal
  const page = new CSSStyleSheet()
  page.replaceSync(`@page { size: ${paper}mm ${Math.ceil(height / DOTS_PER_MM) + TAIL_MM}mm; margin: 0 }`)
  const sheet = document.createElement('div')
  sheet.className = 'print-paper'
  const copy = picture.cloneNode(true) as SVGSVGElement
  copy.setAttribute('width', `${width / DOTS_PER_MM}mm`)
  copy.setAttribute('height', `${height / DOTS_PER_MM}mm`)
  sheet.append(copy)
  document.body.append(sheet)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, page]

  window.addEventListener(
    'afterprint',
    () => {
      sheet.remove()
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== page)
    },
    { once: true },
  )
  window.print()
}
