import { type RefObject, useLayoutEffect } from 'react'

/** Opens a dialog in front of the screen for as long as it is drawn; whatever had the focus has it again afterwards. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [dialog])
}
