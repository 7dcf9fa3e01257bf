import assert from "node:assert/strict"
import { test } from "node:test"
import { passageOf } from "../../lms/ui/assets/js/lib/passage.ts"

test("a passage is counted in whole characters from the start of the text", () => {
  assert.deepEqual(passageOf("I felt 😀 ", "calm then"), { quote: "calm then", position: 9 })
})

test("spaces that were selected along are left out, and the passage begins after them", () => {
  assert.deepEqual(passageOf("One.", "\n\n Two. "), { quote: "Two.", position: 7 })
})

test("where only spaces are selected there is no passage", () => {
  assert.equal(passageOf("One.", " \n "), null)
})
