import { type Ref, useMemo } from 'react'
import { LETTER } from '../../../shared/tickets/papers.ts'
import type { Ticket } from '../../../shared/tickets/ticket.ts'
import { drawQr } from '../shop/qr-path.ts'
import { type Placed, placeTicket } from './place-ticket.ts'

/** The line that letters of 24 dots stand on. */
const BASELINE = 21
/** Letters whose Latin half is half as wide as a Chinese one, as in a printer, where the system has such. */
const FONTS = "'Noto Sans Mono CJK SC', 'Sarasa Mono SC', NSimSun, 'PingFang SC', 'Microsoft YaHei', monospace"

/** Draws a ticket as a printer prints it, one unit a dot. `label`: its name for who cannot see it. */
export function TicketPicture({
  ticket,
  label,
  picture,
}: {
  ticket: Ticket
  label: string
  picture?: Ref<SVGSVGElement>
}) {
  const { placed, height } = useMemo(() => placeTicket(ticket), [ticket])
  // Pieces of a ticket never move, so that their place is their key.
  const rows = placed.map((piece, index) => ({ piece, key: `${index}` }))
  return (
    <svg
      ref={picture}
      className="ticket-picture"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${ticket.widthDots} ${height}`}
      fontFamily={FONTS}
      fontSize={LETTER.height}
    >
      {rows.map(({ piece, key }) => (
        <Piece key={key} piece={piece} widthDots={ticket.widthDots} />
      ))}
    </svg>
  )
}

function Piece({ piece, widthDots }: { piece: Placed; widthDots: number }) {
  switch (piece.what) {
    case 'rule':
      return <rect x="0" y={piece.y} width={widthDots} height={piece.heavy ? 4 : 2} />
    case 'frame':
      return (
        <rect
          x="11"
          y={piece.y}
          width={widthDots - 22}
          height={piece.height}
          fill="none"
          stroke="#000"
          strokeWidth="4"
        />
      )
    case 'qr':
      return <QrCode {...piece} widthDots={widthDots} />
    case 'text':
      return <Letters {...piece} />
  }
}

function Letters({ x, y, width, run: { text, wide, high, bold, inverse } }: Placed & { what: 'text' }) {
  const light = inverse === true ? '#fff' : '#000'
  return (
    <>
      {inverse === true && <rect x={x} y={y} width={width} height={high * LETTER.height} />}
      {text.trim() !== '' && (
        <text
          transform={`translate(${x} ${y}) scale(${wide} ${high})`}
          y={BASELINE}
          xmlSpace="preserve"
          textLength={width / wide}
          lengthAdjust="spacingAndGlyphs"
          fontWeight={bold === true ? 700 : 400}
          fill={light}
        >
          {text}
        </text>
      )}
    </>
  )
}

function QrCode({ text, y, size, widthDots }: Placed & { what: 'qr'; widthDots: number }) {
  const code = useMemo(() => drawQr(text), [text])
  return <path transform={`translate(${(widthDots - size) / 2} ${y}) scale(${size / code.size})`} d={code.path} />
}
