import { useRef } from 'preact/hooks'
import { useWording } from './wording'

const STEP = 20
export const NARROWEST = 280
export const WIDEST = 720
const clamp = (width: number) => Math.min(WIDEST, Math.max(NARROWEST, width))

/** The docked panel's left edge: dragged, or moved with the arrow keys. */
export function Resizer({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const { t } = useWording()
  const from = useRef<{ x: number; width: number } | null>(null)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule of the page cannot be moved; a splitter can (ARIA window splitter)
    <div
      role="separator"
      class="resizer"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('resize')}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.screenX, width }
      }}
      onPointerMove={(event) => from.current && onWidth(clamp(from.current.width + from.current.x - event.screenX))}
      onPointerUp={() => {
        from.current = null
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') onWidth(clamp(width + STEP))
        if (event.key === 'ArrowRight') onWidth(clamp(width - STEP))
      }}
    />
  )
}
