import assert from "node:assert/strict"
import { test } from "node:test"
import { type Range, played, withRange } from "../../lms/ui/assets/js/lib/ranges.ts"

test("ranges are joined where they touch, and stay apart where they don't", () => {
  assert.deepEqual(withRange([], [0, 10]), [[0, 10]])
  assert.deepEqual(withRange([[0, 10]], [10, 20]), [[0, 20]])
  assert.deepEqual(withRange([[0, 10]], [30, 40]), [[0, 10], [30, 40]])
  assert.deepEqual(withRange([[0, 10], [30, 40]], [5, 35]), [[0, 40]])
  assert.deepEqual(withRange([[0, 10]], [7, 7]), [[0, 10]])
})

test("whatever the order, the same time is held", () => {
  const parts: Range[] = [[50, 60], [0, 10], [20, 30], [9, 21], [58, 70], [0, 10]]
  const joined = parts.reduce<Range[]>(withRange, [])
  assert.deepEqual(joined, [[0, 30], [50, 70]])
  assert.deepEqual(parts.toReversed().reduce<Range[]>(withRange, []), joined)
})

test("only what ran on counts as played: no jump, no standing still", () => {
  assert.deepEqual(played(1000, 1250.4, 1), [1000, 1250])
  assert.equal(played(null, 1000, 1), null)
  assert.equal(played(1000, 1000, 1), null)
  assert.equal(played(1000, 900, 1), null)
  assert.equal(played(1000, 60_000, 1), null)
  assert.deepEqual(played(0, 5000, 2), [0, 5000])
})
