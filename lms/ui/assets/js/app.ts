import { ChosenFiles } from "./elements/chosen-files.ts"
import { ConfirmButton } from "./elements/confirm-button.ts"
import { CopyButton } from "./elements/copy-button.ts"
import { CountDown } from "./elements/count-down.ts"
import { DismissableDetails } from "./elements/dismissable-details.ts"
import { FormErrors } from "./elements/form-errors.ts"
import { HeldThread } from "./elements/held-thread.ts"
import { IdentifierMarks } from "./elements/identifier-marks.ts"
import { KeptMessage } from "./elements/kept-message.ts"
import { PollFragment } from "./elements/poll-fragment.ts"
import { PrintButton } from "./elements/print-button.ts"
import { QueueWay } from "./elements/queue-way.ts"
import { QuickSend } from "./elements/quick-send.ts"
import { QuotePassage } from "./elements/quote-passage.ts"
import { SavedDraft } from "./elements/saved-draft.ts"
import { ShortName } from "./elements/short-name.ts"
import { SignOut } from "./elements/sign-out.ts"
import { UnreadBell } from "./elements/unread-bell.ts"
import { WordCount } from "./elements/word-count.ts"
import { ZoneGuess } from "./elements/zone-guess.ts"

customElements.define("chosen-files", ChosenFiles)
customElements.define("confirm-button", ConfirmButton)
customElements.define("copy-button", CopyButton)
customElements.define("count-down", CountDown)
customElements.define("dismissable-details", DismissableDetails)
customElements.define("form-errors", FormErrors)
customElements.define("held-thread", HeldThread)
customElements.define("identifier-marks", IdentifierMarks)
customElements.define("kept-message", KeptMessage)
customElements.define("poll-fragment", PollFragment)
customElements.define("print-button", PrintButton)
customElements.define("queue-way", QueueWay)
customElements.define("quick-send", QuickSend)
customElements.define("quote-passage", QuotePassage)
customElements.define("saved-draft", SavedDraft)
customElements.define("short-name", ShortName)
customElements.define("sign-out", SignOut)
customElements.define("unread-bell", UnreadBell)
customElements.define("word-count", WordCount)
customElements.define("zone-guess", ZoneGuess)
