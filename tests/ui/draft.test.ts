import assert from "node:assert/strict"
import { test } from "node:test"
import { fingerprint, homecoming, saidState, saidWaiting, stateAfter, textOf, typedFields } from "../../lms/ui/assets/js/lib/draft.ts"
import type { Copy, Fields } from "../../lms/ui/assets/js/lib/draft.ts"

const words = (text: string): Fields => [["text", text]]
const copy = (text: string, seen: string, sent: Fields | null = null): Copy =>
  ({ fields: words(text), seen, sent: sent && fingerprint(sent) })

test("only what was typed is kept, with one kind of line end", () => {
  const entries: [string, FormDataEntryValue][] = [["csrf_token", "x"], ["seen", "3"], ["text", "a\r\nb"], ["file", new File([], "f")]]
  assert.deepEqual(typedFields(entries), [["text", "a\nb"]])
})

test("equal words have equal fingerprints, others don't", () => {
  assert.equal(fingerprint(words("calm")), fingerprint(words("calm")))
  assert.notEqual(fingerprint(words("calm")), fingerprint(words("claim")))
  assert.notEqual(fingerprint([["a", "1"], ["b", ""]]), fingerprint([["a", ""], ["b", "1"]]))
})

test("words that the server doesn't have come back after a crash", () => {
  assert.equal(homecoming(copy("typed more", "3"), words("typed"), "3"), "restore")
})

test("a copy that the server has already is done with", () => {
  assert.equal(homecoming(copy("typed", "2"), words("typed"), "3"), "nothing")
  assert.equal(homecoming(null, words("typed"), "3"), "nothing")
})

test("a save whose answer was lost is no conflict with oneself", () => {
  assert.equal(homecoming(copy("typed more", "3", words("typed")), words("typed"), "4"), "restore")
})

test("words from elsewhere are never overwritten", () => {
  assert.equal(homecoming(copy("mine", "3", words("mine, older")), words("theirs"), "4"), "conflict")
})

test("each answer has its state, and each state its words", () => {
  const states = [[200, "saved"], [409, "conflict"], [401, "signed-out"], [403, "signed-out"], [413, "refused"], [422, "refused"],
    [0, "offline"], [502, "offline"]] as const
  for (const [status, state] of states) {
    assert.equal(stateAfter(status), state)
    assert.ok(saidState(state).length > 4)
  }
  assert.equal(saidState("saved", "11:04 AM EDT"), "Saved 11:04 AM EDT")
  assert.equal(saidState("refused", "That is too long by 12 characters."), "That is too long by 12 characters.")
})

test("after a button was pressed in vain the line says when to press it again", () => {
  for (const state of ["offline", "saving"] as const) assert.match(saidWaiting(state, "Hand in"), /No connection.*press “Hand in” again/)
  assert.match(saidWaiting("saved", "Hand in"), /The connection is back.*press “Hand in” now/)
  assert.equal(saidWaiting("conflict", "Hand in"), saidState("conflict"))
})

test("the words of a form are read without the names of its fields", () => {
  assert.equal(textOf([["text", "one"], ["more", "two"]]), "one\n\ntwo")
})
