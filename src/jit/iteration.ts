/** `for` loops (Language Reference 8.3): ranges, lists and tuples are stepped through in place, other iterators by one call. */
import type { Block } from './flowgraph'
import type { Lowering } from './lower'
import { Kind } from './profile'
import { T, type Val } from './values'

/** FOR_ITER: falls through with the next value on the stack, or jumps without the iterator. */
export function lowerForIter(l: Lowering, block: Block, go: (target: Block) => string): void {
  const [next, done] = block.successors as [Block, Block]
  const kinds = l.profile.top[l.at]!
  const it = l.speculate(l.peek(), kinds)
  let value: Val
  let more: string
  let end = ''
  switch (it.t) {
    case T.RangeIterator:
      more = `${it.x}.left>0`
      value = { t: T.Int, x: l.temporary() }
      break
    case T.ListIterator:
    case T.TupleIterator: {
      const holder = it.t === T.ListIterator ? 'list' : 'tuple'
      const held = l.keep(T.Any, `${it.x}.${holder}`)
      more = `${held.x}!==null&&${it.x}.index<${held.x}.items.length`
      value = { t: T.Any, x: l.temporary() }
      end = `${it.x}.${holder}=null;`
      break
    }
    default: {
      const r = l.temporary()
      const generic = `${l.spillText()}${l.mayRaise()};${r}=Z.forIter(fr,${it.x})`
      // An iterator of a builtin type runs its own code; anything that it calls back is seen by it.
      if (kinds === Kind.NativeIterator)
        l.emit(
          `let ${r};${l.spillText()}${l.mayRaise()};if(${it.x} instanceof PI&&!${it.x}.cls.heap)${r}=${it.x}.next();else{${generic}}`,
        )
      else l.emit(`let ${r};${generic};`)
      more = `${r}!==undefined`
      value = { t: T.Any, x: r }
    }
  }
  const ran = it.t === T.Any
  const fork = l.fork()
  l.pop()
  const over = `${ran ? l.staleText(done.start) : ''}${go(done)}`
  l.state = fork
  l.emit(`if(!(${more})){${end}${over}}`)
  if (it.t === T.RangeIterator)
    l.emit(`const ${value.x}=${it.x}.value;${it.x}.left--;${it.x}.value=${value.x}+${it.x}.step;`)
  else if (it.t === T.ListIterator) l.emit(`const ${value.x}=${it.x}.list.items[${it.x}.index++];`)
  else if (it.t === T.TupleIterator) l.emit(`const ${value.x}=${it.x}.tuple.items[${it.x}.index++];`)
  l.push(value)
  if (ran) l.emit(l.staleText(next.start))
  l.emit(go(next))
}
