/** _decimal: decimal arithmetic (Library Reference, "decimal"; CPython: Modules/_decimal over libmpdec). The parts are in decimal/. */
import { getAttr } from '../objects/attributes'
import { context } from '../objects/context'
import type { Value } from '../objects/object'
import { currentContext, localContext, setCurrent, templates } from './decimal/contexts'
import { contextType, decimalTuple, decimalType } from './decimal/decimal'
import { roundingNames } from './decimal/number'
import { signalTable } from './decimal/signals'
import type { NativeModule } from './definition'

export const decimalModule: NativeModule = {
  name: '_decimal',
  doc: 'Decimal floating-point arithmetic.',
  functions: [
    ['getcontext', currentContext, '()'],
    ['setcontext', setCurrent, '(context, /)'],
    [
      'localcontext',
      localContext,
      '(ctx=None, *, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)',
    ],
  ],
  attributes: () => {
    const { base, signals, conditions } = signalTable()
    const values: Record<string, Value> = {
      Decimal: decimalType,
      Context: contextType,
      DecimalTuple: decimalTuple(),
      DecimalException: base,
      ...templates(),
      MAX_PREC: 999999999999999999n,
      MAX_EMAX: 999999999999999999n,
      MIN_EMIN: -999999999999999999n,
      MIN_ETINY: -1999999999999999997n,
      HAVE_THREADS: true,
      HAVE_CONTEXTVAR: true,
      __version__: '1.70',
      __libmpdec_version__: '2.5.1',
    }
    for (const s of [...signals, ...conditions]) values[s.name] = s.type
    for (const name of roundingNames) values[name] = name
    return values
  },
  // isinstance(Decimal(), numbers.Number)
  setup: () => {
    const numbers = context.importModule('numbers')
    context.call1(getAttr(getAttr(numbers, 'Number'), 'register'), decimalType)
  },
}
