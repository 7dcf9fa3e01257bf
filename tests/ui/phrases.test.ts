import assert from "node:assert/strict"
import test from "node:test"
import { filled, matching, type Phrase, triggered, unfilled, withoutName } from "../../lms/ui/assets/js/lib/phrases.ts"

const phrase = (id: number, text: string, ...tags: string[]): Phrase => ({ id, text, tags, is_shared: false })
const BANK = [phrase(1, "You wait, {name}.", "C1"), phrase(2, "Two questions at once.", "C2"), phrase(3, "Á la carte, wait")]

test("a slash at the start of a word begins a search, and what follows is sought", () => {
  assert.deepEqual(triggered("/", 1), { at: 0, query: "" })
  assert.deepEqual(triggered("Well. /wai", 10), { at: 6, query: "wai" })
  assert.deepEqual(triggered("One\n/two questions", 18), { at: 4, query: "two questions" })
  assert.deepEqual(triggered("/wait and more", 5), { at: 0, query: "wait" })
})

test("a slash elsewhere is a slash", () => {
  for (const text of ["and/or", "https://", "1 / 2", "/ alone", "a/", "", "/done\n"]) assert.equal(triggered(text, text.length), null)
})

test("each word that is sought begins a word of the phrase, or a tag, in any case and without accents", () => {
  const found = (query: string) => matching(BANK, query).map((one) => one.id)
  assert.deepEqual(found(""), [1, 2, 3])
  assert.deepEqual(found("WAIT"), [1, 3])
  assert.deepEqual(found("qu tw"), [2])
  assert.deepEqual(found("c2"), [2])
  assert.deepEqual(found("a la"), [3])
  assert.deepEqual(found("ait"), [])
})

test("a long bank shows its first", () => {
  const many = Array.from({ length: 30 }, (_, id) => phrase(id, "wait"))
  assert.deepEqual(matching(many, "wait").map((one) => one.id), [0, 1, 2, 3, 4, 5, 6, 7])
})

test("placeholders are filled in, and the first that can't be is told", () => {
  const text = filled("{name}, at {moment} in {work}: {brace}", { name: "Lena", moment: "", work: "Plan $&" })
  assert.equal(text, "Lena, at {moment} in Plan $&: {brace}")
  assert.deepEqual(unfilled(text), [9, 17])
  assert.equal(unfilled("{brace}"), null)
})

test("a name becomes a placeholder where it is a word", () => {
  assert.equal(withoutName("Lena, lena’s pace; Helena stays.", "Lena"), "{name}, {name}’s pace; Helena stays.")
  assert.equal(withoutName("Élodie waits", "Élodie"), "{name} waits")
  assert.equal(withoutName("A.J. waits", "A.J."), "{name} waits")
  assert.equal(withoutName("Nobody", ""), "Nobody")
})
