import assert from "node:assert/strict"
import { test } from "node:test"
import { type DrillState, drillWish, readingSeconds, saidCount } from "../../lms/ui/assets/js/lib/drill.ts"

test("one has about as long to read a statement as saying it takes, within bounds", () => {
  assert.equal(readingSeconds("No."), 3)
  assert.equal(readingSeconds(Array(25).fill("word").join(" ")), 10)
  assert.equal(readingSeconds(Array(500).fill("word").join(" ")), 30)
})

test("Space and Enter take the next step in every state, and never two", () => {
  const steps: [DrillState, string | null, string | null][] = [
    ["closed", null, null], ["ready", "start", "start"], ["presenting", "answer", "answer"], ["recording", "stop", "stop"], ["done", null, "next"],
  ]
  for (const [state, space, enter] of steps) assert.deepEqual([drillWish(" ", state), drillWish("Enter", state)], [space, enter])
})

test("R tries again and Escape breaks off, where that can be", () => {
  const states: DrillState[] = ["closed", "ready", "presenting", "recording", "done"]
  assert.deepEqual(states.map((state) => drillWish("R", state)), [null, null, null, null, "start"])
  assert.deepEqual(states.map((state) => drillWish("Escape", state)), [null, null, "cancel", null, null])
})

test("the countdown says when recording begins", () => {
  assert.match(saidCount(4.2), /in 5 seconds\.$/)
  assert.match(saidCount(0.2), /in 1 second\.$/)
})
