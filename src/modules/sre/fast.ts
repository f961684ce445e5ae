/** When a pattern is translated to JavaScript's, and how it is run then. */
import { Characters, type Target } from './target'
import { type Translation, translate } from './translate'

/** What of a pattern matters here. */
interface Translatable {
  readonly code: Uint32Array
  readonly groups: number
  /** How often it was used; what it is in JavaScript, by {@link Characters}, once it was used often. */
  uses: number
  readonly translations: (Fast | null | undefined)[]
}

/** A pattern as JavaScript's regular expressions; made of its source when first needed. */
export class Fast {
  private scan: RegExp | null = null
  private sticky: RegExp | null = null
  private whole: RegExp | null = null
  constructor(private readonly translation: Translation) {}

  get closing(): readonly number[] {
    return this.translation.closing
  }

  /** Finds the pattern at a place or later. */
  search(text: string, from: number): RegExpExecArray | null | undefined {
    return this.exec((this.scan ??= new RegExp(this.translation.source, 'g')), text, from)
  }

  /** The pattern at a place; `whole`: with its end at that of the text. */
  match(text: string, at: number, whole: boolean): RegExpExecArray | null | undefined {
    const { source } = this.translation
    const made = whole ? (this.whole ??= new RegExp(`(?:${source})$`, 'y')) : (this.sticky ??= new RegExp(source, 'y'))
    return this.exec(made, text, at)
  }

  /**
   * What a method of the engine that takes all matches at once makes of a text; undefined where it took so long that it is not to be trusted, or might. For patterns
   * that match no empty text: behind one Python and JavaScript go on differently.
   */
  all<T>(text: string, method: (made: RegExp) => T): T | undefined {
    const few = this.takesFewSteps(text)
    if (!few && (text.length > AT_ONCE || this.translation.slow === Number.POSITIVE_INFINITY)) return undefined
    const made = (this.scan ??= new RegExp(this.translation.source, 'g'))
    made.lastIndex = 0
    if (few) return method(made)
    const before = performance.now()
    const found = method(made)
    return performance.now() - before > SOON ? undefined : found
  }

  private takesFewSteps(text: string): boolean {
    return (text.length + 1) ** (this.translation.slow + 1) < FEW_STEPS
  }

  /** null where there is no match; undefined where it took so long that the answer is not to be trusted. */
  private exec(made: RegExp, text: string, from: number): RegExpExecArray | null | undefined {
    made.lastIndex = from
    if (this.takesFewSteps(text)) return made.exec(text)
    const before = performance.now()
    const found = made.exec(text)
    return found === null && performance.now() - before > SOON ? undefined : found
  }
}

/** So many steps JavaScriptCore takes without giving up. */
const FEW_STEPS = 100_000
/** Milliseconds before which it has not given up. */
const SOON = 1
/** Longer texts surely take longer than that. */
const AT_ONCE = 20_000
/** So often a pattern is used, or on so long a text, before it is translated. */
const OFTEN = 10
const LONG = 2000

/** The translation of a pattern for a text; null where there is none, or none yet. */
export function fastOf(pattern: Translatable, t: Target): Fast | null {
  const { characters } = t
  if (characters === Characters.Any) return null
  const known = pattern.translations[characters]
  if (known !== undefined) return known
  if (++pattern.uses < OFTEN && t.length < LONG) return null
  const made = translate(pattern.code, pattern.groups, characters === Characters.Ascii)
  let fast: Fast | null = null
  if (made !== null) {
    try {
      new RegExp(made.source)
      fast = new Fast(made)
    } catch {
      // Too large for the engine.
    }
  }
  pattern.translations[characters] = fast
  return fast
}
