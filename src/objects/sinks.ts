/**
 * What takes the values of an iterator one after the other. A generator that runs compiled hands them over without stopping for each of them: taking must
 * therefore neither run Python code nor raise, and a value for which it would is refused.
 */
import { PyFloat } from './float'
import type { Value } from './object'

/** Takes values. */
export interface Sink {
  /** Takes a value, or returns false, and nothing has changed: what comes next is to be done with the value itself. */
  take(v: Value): boolean
}

/** Appends to an array. */
export class ArraySink implements Sink {
  constructor(private readonly items: Value[]) {}

  take(v: Value): boolean {
    this.items.push(v)
    return true
  }
}

/** Adds ints up, as long as they stay safe. */
export class IntSumSink implements Sink {
  constructor(public total: number) {}

  take(v: Value): boolean {
    if (typeof v !== 'number' && typeof v !== 'boolean') return false
    const total = this.total + Number(v)
    if (!Number.isSafeInteger(total)) return false
    this.total = total
    return true
  }
}

/** Adds floats up, with compensation (Neumaier, as CPython's sum since 3.12). */
export class FloatSumSink implements Sink {
  private compensation = 0
  constructor(public total: number) {}

  /** The total, corrected where that is a number. */
  get sum(): number {
    const { total, compensation } = this
    // A zero would change the sign of another one.
    return compensation !== 0 && Number.isFinite(compensation) ? total + compensation : total
  }

  take(v: Value): boolean {
    if (!(v instanceof PyFloat) || v.cls.heap) return false
    const x = v.value
    const { total } = this
    const t = total + x
    this.compensation += Math.abs(total) >= Math.abs(x) ? total - t + x : x - t + total
    this.total = t
    return true
  }
}

/** Takes what is known to be false. */
export const falseSink: Sink = {
  take(v: Value): boolean {
    return v === false || v === null || v === 0
  },
}

/** Takes what is known to be true. */
export const trueSink: Sink = {
  take(v: Value): boolean {
    return v === true || (typeof v === 'number' && v !== 0)
  },
}

/** The smallest or largest int. */
export class ExtremeSink implements Sink {
  constructor(
    public best: number,
    private readonly least: boolean,
  ) {}

  take(v: Value): boolean {
    if (typeof v !== 'number') return false
    if (this.least ? v < this.best : v > this.best) this.best = v
    return true
  }
}
