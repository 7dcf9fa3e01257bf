import assert from "node:assert/strict"
import { test } from "node:test"
import { countWords, saidWords } from "../../lms/ui/assets/js/lib/words.ts"

test("words are counted as a person would", () => {
  assert.equal(countWords(""), 0)
  assert.equal(countWords("  one\n\ntwo  three "), 3)
  assert.equal(countWords("I don’t feel well-being – not at 3.5 mg"), 8)
  assert.equal(countWords("Über Łódź"), 2)
})

test("a limit is named beside the count", () => {
  assert.equal(saidWords(1), "1 word")
  assert.equal(saidWords(312, 300), "312 of 300 words")
})
