import assert from "node:assert/strict"
import { test } from "node:test"
import { numberIn, shows, type Condition } from "../../lms/ui/assets/js/lib/conditions.ts"

const holds = (op: Condition["op"], value: Condition["value"], ...given: string[]): boolean =>
  shows({ match: "all", when: [{ field: "asked", op, value }] }, () => given)

test("a condition on several answers is FHIR's, as on the server", () => {
  assert.equal(holds("=", "none", "none", "nausea"), true)
  assert.equal(holds("!=", "none", "none"), false)
  assert.equal(holds("!=", "none", "none", "nausea"), true)
  assert.equal(holds("!=", "none"), false)
  assert.equal(holds("!=", "none", "  "), false)
})

test("yes is what a box sends, and 5 is 5.0 where a number is asked for", () => {
  assert.equal(holds("=", true, "true"), true)
  assert.equal(holds("=", false, "true"), false)
  assert.equal(holds("=", 5, "5.0"), true)
  assert.equal(holds("=", 5, "5a"), false)
  assert.equal(holds("=", "5", "5.0"), false)
})

test("one of the conditions is enough where any is", () => {
  const when: Condition[] = [{ field: "a", op: "=", value: "x" }, { field: "b", op: "=", value: "y" }]
  const answers = (field: string): string[] => (field === "b" ? ["y"] : [])
  assert.equal(shows({ match: "any", when }, answers), true)
  assert.equal(shows({ match: "all", when }, answers), false)
  assert.equal(shows(null, answers), true)
})

test("what isn't a number reaches no mark", () => {
  assert.equal(numberIn(" 145 "), 145)
  assert.ok(Number.isNaN(numberIn("14O")) && Number.isNaN(numberIn("")))
})
