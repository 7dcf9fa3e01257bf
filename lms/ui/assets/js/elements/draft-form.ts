import { typedFields, type Fields } from "../lib/draft.ts"

/** What stands in the form. Without files: those travel by upload, or with the form itself. */
export function readForm(form: HTMLFormElement): Fields {
  return typedFields(new FormData(form))
}

/** Puts words back where they were typed. A box that isn't among the fields was not ticked. */
export function fillForm(form: HTMLFormElement, fields: Fields): void {
  const values = Map.groupBy(fields, ([name]) => name)
  const taken = new Map<string, number>()
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement) fillInput(control, values, taken)
    else if (control instanceof HTMLTextAreaElement) control.value = next(control.name, values, taken) ?? control.value
    else if (control instanceof HTMLSelectElement) fillSelect(control, values)
  }
}

type Values = Map<string, Fields>

function fillInput(input: HTMLInputElement, values: Values, taken: Map<string, number>): void {
  if (["hidden", "file", "submit", "button", "password"].includes(input.type)) return
  if (input.type === "checkbox" || input.type === "radio") {
    input.checked = values.get(input.name)?.some(([, value]) => value === input.value) ?? false
  } else input.value = next(input.name, values, taken) ?? input.value
}

function fillSelect(select: HTMLSelectElement, values: Values): void {
  const chosen = new Set(values.get(select.name)?.map(([, value]) => value))
  for (const option of select.options) option.selected = chosen.has(option.value)
}

/** Controls of one name take their values in order. */
function next(name: string, values: Values, taken: Map<string, number>): string | undefined {
  const at = taken.get(name) ?? 0
  taken.set(name, at + 1)
  return values.get(name)?.[at]?.[1]
}
