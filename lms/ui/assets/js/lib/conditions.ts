/** When a field of a form shows: the same as `documents/filling/rules.py` says, for what is typed. */

export interface Condition { field: string; op: "=" | "!="; value: string | number | boolean }
export interface ShowIf { match: "all" | "any"; when: Condition[] }

/** What stands in a field by its name; none where it isn't answered or doesn't show. */
export type Answers = (field: string) => string[]

const NUMBER = /^[+-]?\d{1,12}(\.\d{1,8})?$/

export function shows(rule: ShowIf | null, answers: Answers): boolean {
  if (!rule) return true
  const found = rule.when.map((each) => holds(each, answers(each.field)))
  return rule.match === "any" ? found.some(Boolean) : found.every(Boolean)
}

/** `!=` is FHIR R4's: at least one answer differs. */
function holds(condition: Condition, given: string[]): boolean {
  const said = given.filter((text) => text.trim())
  return condition.op === "=" ? said.some((one) => same(one, condition.value)) : said.some((one) => !same(one, condition.value))
}

function same(typed: string, value: Condition["value"]): boolean {
  if (typeof value === "boolean") return typed === String(value)
  if (typeof value === "string") return typed.trim() === value
  return NUMBER.test(typed.trim()) && Number(typed) === value
}

/** The number that is typed; NaN for none. */
export function numberIn(typed: string): number {
  return NUMBER.test(typed.trim()) ? Number(typed) : NaN
}
