import { useEffect, useState } from 'react'
import { useUi } from '../parts/context.tsx'
import type { QrDrawing } from './qr-path.ts'

/** Shows a text as a QR code. What draws it is loaded when it is needed: few devices ever show one. */
export function QrCode({ text }: { text: string }) {
  const words = useUi().messages.shop.add
  const [drawn, setDrawn] = useState<QrDrawing | 'failed'>()
  useEffect(() => {
    let wanted = true
    import('./qr-path.ts')
      .then(({ drawQr }) => drawQr(text))
      .catch(() => 'failed' as const)
      .then((drawing) => wanted && setDrawn(drawing))
    return () => {
      wanted = false
    }
  }, [text])

  if (drawn === 'failed') return <p className="fault">{words.qrFailed}</p>
  if (drawn === undefined) return <div className="qr-code" />
  return (
    <svg className="qr-code" role="img" viewBox={`0 0 ${drawn.size} ${drawn.size}`} shapeRendering="crispEdges">
      <title>{words.qr}</title>
      <rect className="qr-light" width={drawn.size} height={drawn.size} />
      <path className="qr-dark" d={drawn.path} />
    </svg>
  )
}
