import assert from "node:assert/strict"
import { test } from "node:test"
import { fileFault } from "../../lms/ui/assets/js/lib/files.ts"

const limits = { mostBytes: 50 * 1024 ** 2, most: 3, already: 1 }
const file = (name: string, size = 10) => ({ name, size })

test("files within the limits have no fault", () => {
  assert.equal(fileFault([], limits), "")
  assert.equal(fileFault([file("a"), file("b", 50 * 1024 ** 2)], limits), "")
})

test("an empty file, a large one, and one too many are named", () => {
  assert.match(fileFault([file("a"), file("b.txt", 0)], limits), /^“b.txt” is empty/)
  assert.match(fileFault([file("b.mov", 50 * 1024 ** 2 + 1)], limits), /^“b.mov” is larger than 50 MB/)
  assert.match(fileFault([file("a"), file("b"), file("c")], limits), /^“c” would be one too many: 3 files/)
  assert.match(fileFault([file("a")], { ...limits, already: 3 }), /^“a” would be one too many/)
})
