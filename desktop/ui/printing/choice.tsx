interface ChoiceProps<Value extends string | number> {
  label: string
  names: Partial<Record<Value, string>>
  all: readonly Value[]
  chosen: Value
  choose(value: Value): void
}

/** Shows a choice of one of a few, as radio buttons with a name. */
export function Choice<Value extends string | number>({ label, names, all, chosen, choose }: ChoiceProps<Value>) {
  return (
    <fieldset className="print-choice">
      <legend>{label}</legend>
      {all.map((value) => (
        <label key={value}>
          <input type="radio" checked={value === chosen} onChange={() => choose(value)} />
          {names[value]}
        </label>
      ))}
    </fieldset>
  )
}
