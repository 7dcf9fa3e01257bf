import assert from "node:assert/strict"
import { test } from "node:test"
import { saidLeft, shownAfter, type Said } from "../../lms/ui/assets/js/lib/practice-clock.ts"

const SETUP: Said = { phase: "Set-up", left: 60_000, rest: [["Play", 360_000], ["Debrief", 180_000]], isRunning: true }

test("the phases of a turn follow one another without the server", () => {
  assert.deepEqual(shownAfter(SETUP, 0), { phase: "Set-up", left: 60_000, passed: 0 })
  assert.deepEqual(shownAfter(SETUP, 60_000), { phase: "Play", left: 360_000, passed: 1 })
  assert.deepEqual(shownAfter(SETUP, 430_000), { phase: "Debrief", left: 170_000, passed: 2 })
})

test("the debrief waits for somebody, and runs over", () => {
  assert.deepEqual(shownAfter(SETUP, 660_000), { phase: "Debrief", left: -60_000, passed: 2 })
})

test("a clock that was stopped stands, and time never runs backwards", () => {
  assert.deepEqual(shownAfter({ ...SETUP, isRunning: false }, 90_000), { phase: "Set-up", left: 60_000, passed: 0 })
  assert.equal(shownAfter(SETUP, -500).left, 60_000)
})

test("seconds are counted as people count down", () => {
  assert.deepEqual(saidLeft(60_000), { time: "1:00", isOver: false })
  assert.deepEqual(saidLeft(59_001), { time: "1:00", isOver: false })
  assert.deepEqual(saidLeft(0), { time: "0:00", isOver: false })
  assert.deepEqual(saidLeft(-61_500), { time: "1:01", isOver: true })
})
