/** Builds what browsers load: styles, modules, icons. Names carry a hash, so they may be kept for a year. */
import { build } from "esbuild"
import { createHash } from "node:crypto"
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"

const SOURCE = "lms/ui/assets"
const TARGET = "lms/ui/static"

const options = {
  outdir: TARGET,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  target: ["chrome123", "firefox121", "safari17.5"],
  format: "esm",
  bundle: true,
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
}

/**
 * What every page loads, and what stands beside the player on one, is one file each; so is the player, but for what it
 * fetches later. What few pages load may share parts.
 */
async function main() {
  const from = (names) => names.map((name) => join(SOURCE, name))
  const results = await Promise.all([
    build({ ...options, entryPoints: from(["css/app.css", "js/app.ts", "js/moments.ts", "js/room.ts"]) }),
    build({ ...options, entryPoints: from(["js/player.ts"]), splitting: true }),
    build({
      ...options,
      entryPoints: from(["js/upload.ts", "js/captions.ts", "js/record.ts", "js/review.ts", "js/drill.ts", "js/hours.ts", "js/board.ts", "js/lineup.ts", "js/note.ts"]),
      splitting: true,
    }),
  ])
  const outputs = Object.assign({}, ...results.map((result) => result.metafile.outputs))
  const manifest = { ...bundles(outputs), ...(await drawings()) }
  const sorted = Object.fromEntries(Object.entries(manifest).sort())
  await writeFile(join(TARGET, "manifest.json"), JSON.stringify(sorted, null, 2) + "\n")
  const built = Object.keys(outputs).map((path) => basename(path))
  await sweep(new Set([...Object.values(manifest), ...built, "manifest.json"]))
}

async function drawings() {
  await mkdir(TARGET, { recursive: true })
  return {
    "icons.svg": await keep("icons.svg", await sprite()),
    "favicon.svg": await keep("favicon.svg", await readFile(join(SOURCE, "favicon.svg"), "utf8")),
  }
}

/** Entries and fonts by the name that templates call them: "app.css", "figtree.woff2". */
function bundles(outputs) {
  const named = {}
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    const file = basename(path)
    if (entryPoint) named[basename(entryPoint).replace(/\.ts$/, ".js")] = file
    if (file.startsWith("figtree-latin-wght-normal")) named["figtree.woff2"] = file
  }
  return named
}

/** One file with a <symbol> for each icon that icons.json lists. */
async function sprite() {
  const names = JSON.parse(await readFile(join(SOURCE, "icons.json"), "utf8"))
  const symbols = await Promise.all(names.map(symbol))
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`
}

async function symbol(name) {
  const drawing = await readFile(join("node_modules/lucide-static/icons", `${name}.svg`), "utf8")
  const shapes = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"))
  const stroke = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
  return `<symbol id="${name}" viewBox="0 0 24 24" ${stroke}>${shapes.replace(/\s+/g, " ").trim()}</symbol>`
}

async function keep(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase()
  const file = name.replace(".", `-${hash}.`)
  await writeFile(join(TARGET, file), text)
  return file
}

async function sweep(wanted) {
  const stale = (await readdir(TARGET)).filter((file) => !wanted.has(file))
  await Promise.all(stale.map((file) => rm(join(TARGET, file), { recursive: true })))
}

await main()
