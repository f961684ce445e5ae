/**
 * Parameters of functions and lambdas: collected one by one, in an order that the grammar leaves open.
 */
import { Arg, Arguments, type Expr_ } from './ast'
import { c, nameOf, Refused } from './cursor'

/** A parameter that is only a name. */
export function arg(token: number): Arg {
  return new Arg(nameOf(token), null, null, c.line[token], c.column[token], c.endLine[token], c.endColumn[token])
}

/** Collects parameters in their order and refuses an order that Python does not allow. */
export class ParameterBuilder {
  private readonly args = new Arguments([], [], null, [], [], null, [])
  private sawSlash = false
  private sawStar = false

  plain(parameter: Arg, value: Expr_ | null): void {
    const args = this.args
    if (args.kwarg !== null) throw new Refused()
    if (this.sawStar) {
      args.kwonlyargs.push(parameter)
      args.kw_defaults.push(value)
      return
    }
    args.args.push(parameter)
    if (value !== null) args.defaults.push(value)
    else if (args.defaults.length > 0) throw new Refused()
  }

  star(parameter: Arg | null): void {
    if (this.sawStar || this.args.kwarg !== null) throw new Refused()
    this.sawStar = true
    this.args.vararg = parameter
  }

  doubleStar(parameter: Arg): void {
    if (this.args.kwarg !== null) throw new Refused()
    this.args.kwarg = parameter
  }

  slash(): void {
    const args = this.args
    if (this.sawSlash || this.sawStar || args.kwarg !== null || args.args.length === 0) throw new Refused()
    this.sawSlash = true
    args.posonlyargs = args.args
    args.args = []
  }

  /** The finished node. A bare `*` must be followed by a name. */
  finish(): Arguments {
    const args = this.args
    if (this.sawStar && args.vararg === null && args.kwonlyargs.length === 0) throw new Refused()
    return args
  }
}
