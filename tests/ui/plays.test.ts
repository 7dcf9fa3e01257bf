import assert from "node:assert/strict"
import { test } from "node:test"
import { Plays } from "../../lms/ui/assets/js/lib/plays.ts"

test("each stretch counts how often most of it was played", () => {
  const plays = new Plays()
  plays.add(0, 16_000)
  plays.add(0, 11_000)
  assert.equal(plays.said(60_000), "21")
})

test("what wasn't played stays empty, and the short end of a video counts whole", () => {
  const plays = new Plays()
  plays.add(20_000, 24_000)
  assert.equal(plays.said(24_000), "001")
})

test("nobody counts beyond nine", () => {
  const plays = new Plays()
  for (let n = 0; n < 20; n++) plays.add(0, 10_000)
  assert.equal(plays.said(60_000), "9")
})
