import assert from "node:assert/strict"
import { test } from "node:test"
import { meant, partOf, reach, said } from "../../lms/ui/assets/js/lib/lining-up.ts"

const AROUND = { before: 15_000, after: 10_000 }

test("a marker plays from a little before it, never from before the recording", () => {
  assert.deepEqual(partOf(60_000, 5000, AROUND, 300_000), { at: 65_000, start: 50_000, end: 75_000, isOutside: false })
  assert.deepEqual(partOf(60_000, -50_000, AROUND, 300_000), { at: 10_000, start: 0, end: 20_000, isOutside: false })
})

test("what lies before the beginning or behind the end is outside", () => {
  assert.equal(partOf(60_000, -61_000, AROUND, 300_000).isOutside, true)
  assert.equal(partOf(60_000, 241_000, AROUND, 300_000).isOutside, true)
  assert.equal(partOf(60_000, 241_000, AROUND, 0).isOutside, false, "a length that nobody knows yet holds all")
})

test("moments move until the last is at the beginning, or the first at the end", () => {
  assert.deepEqual(reach([60_000, 120_000], 300_000), { least: -120, most: 240 })
  assert.deepEqual(reach([60_000, 120_000], 0), { least: -120, most: 60 })
})

test("moments before the recording are said and read with a sign", () => {
  assert.deepEqual([said(65_400), said(-20_000), said(-300), said(3_605_000)], ["1:05", "-0:20", "0:00", "1:00:05"])
  assert.deepEqual([meant("1:05"), meant(" −0:20 "), meant("1:00:05"), meant("soon")], [65_000, -20_000, 3_605_000, null])
})
