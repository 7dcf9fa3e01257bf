/** Uploads a file by tus-js-client, and goes on with what an earlier run of it began: node tus-client.mjs <order as JSON>.
 *  Says in a line of JSON where it went on from, and the upload's address. */
import { createReadStream, statSync } from "node:fs"
import tus from "tus-js-client"

const { endpoint, headers, file, piece, memory } = JSON.parse(process.argv[2])
const offsets = []
const upload = new tus.Upload(createReadStream(file), {
  endpoint,
  headers,
  chunkSize: piece,
  uploadSize: statSync(file).size,
  metadata: { filename: "film.mp4" },
  retryDelays: [0, 200, 500, 1000, 2000, 4000],
  urlStorage: new tus.FileUrlStorage(memory),
  onBeforeRequest: (request) => {
    if (request.getMethod() === "PATCH") offsets.push(Number(request.getHeader("Upload-Offset")))
  },
  onError: (fault) => {
    console.error(fault.message)
    process.exit(1)
  },
  onSuccess: () => console.log(JSON.stringify({ from: offsets[0], url: upload.url })),
})
const [before] = await upload.findPreviousUploads()
if (before) upload.resumeFromPreviousUpload(before)
upload.start()
