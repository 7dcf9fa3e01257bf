import assert from "node:assert/strict"
import { test } from "node:test"
import { retryDelay } from "../../lms/ui/assets/js/lib/backoff.ts"

test("waits grow, are spread, and end at a minute", () => {
  assert.equal(retryDelay(1, 1), 1000)
  assert.equal(retryDelay(1, 0), 750)
  assert.equal(retryDelay(4, 1), 8000)
  assert.equal(retryDelay(50, 1), 60_000)
})
