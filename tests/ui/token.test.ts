import assert from "node:assert/strict"
import { test } from "node:test"
import { withToken } from "../../lms/ui/assets/js/lib/token.ts"

const fresh = "/media/1~stream~20~30~m~sig/master.m3u8"

test("a file of the same stream is asked for with the fresher token", () => {
  assert.equal(withToken("http://attune.example/media/1~stream~10~20~m~old/180p/00003.m4s", fresh), "/media/1~stream~20~30~m~sig/180p/00003.m4s")
})

test("a file of another stream keeps its own, and so does what is no stream's", () => {
  const other = "http://attune.example/media/1~other~10~20~m~old/180p/00003.m4s"
  assert.equal(withToken(other, fresh), other)
  assert.equal(withToken("/static/app.css", fresh), "/static/app.css")
  assert.equal(withToken(other, ""), other)
})
