/** Picture in picture; pressed again, back into the page. */
export async function togglePictureInPicture(video: HTMLVideoElement, open: () => Promise<void>): Promise<void> {
  if (document.pictureInPictureElement) return document.exitPictureInPicture()
  await open()
  await video.requestPictureInPicture().catch(() => undefined)
}

/** The frame with its controls in the full screen; pressed again, back into the page. */
export async function toggleFullScreen(frame: HTMLElement, video: HTMLVideoElement): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen()
  if (frame.requestFullscreen) return frame.requestFullscreen()
  const { webkitEnterFullscreen } = video as { webkitEnterFullscreen?: () => void }
  if (!frame.querySelector("viewer-mark")) webkitEnterFullscreen?.call(video) // the browser's own screen would leave it out
}
