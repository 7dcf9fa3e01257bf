import assert from "node:assert/strict"
import { test } from "node:test"
import { clockSkew, nextLook, saidUntil } from "../../lms/ui/assets/js/lib/opening.ts"

const MINUTE = 60_000

test("a browser's clock that runs ahead is set back", () => {
  assert.equal(clockSkew(1_000_000, 1_300_000), -300_000)
})

test("the time left is said in full minutes, rounded up, and only within a day", () => {
  assert.equal(saidUntil(1), "Opens in 1 minute.")
  assert.equal(saidUntil(9.2 * MINUTE), "Opens in 10 minutes.")
  assert.equal(saidUntil(60 * MINUTE), "Opens in 1 h.")
  assert.equal(saidUntil(135 * MINUTE), "Opens in 2 h 15 min.")
  assert.equal(saidUntil(0), "")
  assert.equal(saidUntil(48 * 60 * MINUTE), "")
})

test("the next look never comes after the opening, nor too often", () => {
  for (let left = 1; left < 3 * MINUTE; left += 977) {
    assert.ok(nextLook(left) <= Math.max(left, 250), `${left}`)
    assert.ok(nextLook(left) >= 250)
  }
  assert.ok(nextLook(1000 * 60 * MINUTE) < 2 ** 31)
})
