import assert from "node:assert/strict"
import { test } from "node:test"
import { between, copied, firstInSight, levelAt, moved, painted, saidArea, saidCell, saidTime, stroke } from "../../lms/ui/assets/js/lib/week.ts"

const EMPTY = "0".repeat(672)
const EVENING = between({ day: 1, half: 36 }, { day: 2, half: 39 })

test("a rectangle is painted, whichever corner it was begun at, and nothing else", () => {
  const week = painted(EMPTY, EVENING, "2")
  assert.equal(week, painted(EMPTY, between({ day: 2, half: 36 }, { day: 1, half: 39 }), "2"))
  assert.equal([...week].filter((level) => level === "2").length, 2 * 8)
  assert.equal(week.slice(96 + 72, 96 + 80), "22222222")
  assert.equal(levelAt(week, { day: 1, half: 35 }), "0")
})

test("a brush takes away what it finds painted already", () => {
  const week = painted(EMPTY, EVENING, "1")
  assert.equal(stroke(week, { day: 1, half: 36 }, "1"), "0")
  assert.equal(stroke(week, { day: 1, half: 36 }, "2"), "2")
  assert.equal(stroke(week, { day: 0, half: 36 }, "1"), "1")
})

test("half an hour of which only a quarter is free is neither", () => {
  assert.equal(levelAt("20" + EMPTY.slice(2), { day: 0, half: 0 }), "mixed")
})

test("a day is copied whole, onto itself too", () => {
  const week = copied(painted(EMPTY, EVENING, "2"), 1, [1, 6])
  assert.equal(week.slice(6 * 96), week.slice(96, 192))
  assert.equal(week.slice(0, 96), EMPTY.slice(0, 96))
  assert.equal(week.length, 672)
})

test("keys lead within what is in sight", () => {
  assert.deepEqual(moved({ day: 0, half: 12 }, "ArrowUp", 12), { day: 0, half: 12 })
  assert.deepEqual(moved({ day: 6, half: 47 }, "ArrowRight", 12), { day: 6, half: 47 })
  assert.deepEqual(moved({ day: 3, half: 30 }, "Home", 12), { day: 3, half: 12 })
  assert.deepEqual(moved({ day: 3, half: 46 }, "PageDown", 12), { day: 3, half: 47 })
  assert.deepEqual(moved({ day: 3, half: 30 }, "a", 12), { day: 3, half: 30 })
})

test("what a cell or a rectangle is, in words", () => {
  assert.deepEqual([0, 1, 24, 25, 47, 48].map(saidTime), ["12:00 AM", "12:30 AM", "12:00 PM", "12:30 PM", "11:30 PM", "midnight"])
  assert.equal(saidCell(painted(EMPTY, EVENING, "1"), { day: 1, half: 36 }), "Tuesday 6:00 PM, possible")
  assert.equal(saidArea({ day: 2, half: 39 }, { day: 1, half: 36 }, "2"), "Tuesday to Wednesday, 6:00 PM to 8:00 PM: comfortable")
})

test("the night is in sight once it is painted", () => {
  assert.equal(firstInSight(EMPTY), 12)
  assert.equal(firstInSight(painted(EMPTY, [{ day: 4, half: 11 }], "1")), 0)
})
