interface ToggleProps {
  label: string
  on: boolean
  change(on: boolean): void
}

/** Shows a switch with its label; the whole line can be pressed. */
export function Toggle({ label, on, change }: ToggleProps) {
  return (
    <label className="toggle">
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => change(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  )
}
