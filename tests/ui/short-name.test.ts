import assert from "node:assert/strict"
import { test } from "node:test"
import { shortName } from "../../lms/ui/assets/js/lib/short-name.ts"

test("a name becomes one word of an address", () => {
  assert.equal(shortName("KAP, Spring 2027"), "kap-spring-2027")
  assert.equal(shortName("  Zürich – Évora  "), "zurich-evora")
  assert.equal(shortName("東京"), "")
})

test("a long name is cut, and ends in no hyphen", () => {
  assert.equal(shortName(`${"a".repeat(79)} bc`), "a".repeat(79))
})
