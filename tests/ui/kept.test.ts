import assert from "node:assert/strict"
import { test } from "node:test"
import { isUnsentBy } from "../../lms/ui/assets/js/lib/kept.ts"

test("drafts and messages are their writer's, and nobody else's", () => {
  assert.ok(isUnsentBy("7", "draft:7:/assignments/1/draft"))
  assert.ok(isUnsentBy("7", "draft:7:disputed:/assignments/1/draft"))
  assert.ok(isUnsentBy("7", "message-7-31"))
  for (const key of ["draft:70:/assignments/1/draft", "message-71-7", "watching 7 /demonstrations/1", "tus::7"])
    assert.ok(!isUnsentBy("7", key), key)
})
