/** The light build has the same types; it lacks alternate audio and subtitles in the manifest, which we don't make. */
declare module "hls.js/light" {
  export { default } from "hls.js"
}
