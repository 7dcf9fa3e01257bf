import assert from "node:assert/strict"
import { test } from "node:test"
import { bellDelay, saidUnread } from "../../lms/ui/assets/js/lib/bell.ts"

test("the bell asks each minute, and ever more seldom while nobody answers", () => {
  assert.equal(bellDelay(0, 0.5), 60_000)
  assert.ok(bellDelay(0, 0) < bellDelay(0, 1))
  assert.equal(bellDelay(2, 0.5), 240_000)
  assert.equal(bellDelay(50, 0.5), 15 * 60_000)
})

test("more than two digits don't fit on a bell", () => {
  assert.equal(saidUnread(0), "0")
  assert.equal(saidUnread(99), "99")
  assert.equal(saidUnread(100), "99+")
})
