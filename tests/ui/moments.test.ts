import assert from "node:assert/strict"
import test from "node:test"
import { dueBetween, linkTo, listFrom, share } from "../../lms/ui/assets/js/lib/moments.ts"

test("a moment is due once it has been played over", () => {
  assert.equal(dueBetween([5000], 4800, 4999), -1)
  assert.equal(dueBetween([5000], 4999, 5200), 0)
  assert.equal(dueBetween([5000], 5000, 5200), -1)
})

test("of several the earliest comes first", () => {
  assert.equal(dueBetween([5100, 5000], 4900, 5200), 1)
})

test("the beginning is a moment, too", () => {
  assert.equal(dueBetween([0], -1, 0), 0)
})

test("what somebody jumps over isn't due", () => {
  assert.equal(dueBetween([5000], 1000, 9000), -1)
  assert.equal(dueBetween([5000], 9000, 1000), -1)
})

test("a moment's place is a share of the whole, and never outside", () => {
  assert.equal(share(30_000, 60_000), 0.5)
  assert.equal(share(90_000, 60_000), 1)
  assert.equal(share(5, 0), 0)
})

test("a link to a moment keeps the page and says the second", () => {
  assert.equal(linkTo("https://kap.example/demonstrations/3?cohort=fall&t=2#x", 83_900), "https://kap.example/demonstrations/3?cohort=fall&t=83")
})

test("a list that begins with an entry stays that of its cohort", () => {
  assert.equal(listFrom("https://kap.example/demonstrations/3/questions?cohort=fall", "question-12"), "https://kap.example/demonstrations/3/questions?cohort=fall&first=12")
})
