/** Lowering of each opcode: the table of bytecode/opcodes.ts once more, as JavaScript. Arithmetic, accesses and calls have files of their own. */
import { Op } from '../bytecode/opcodes'
import { PyAnySet } from '../objects/anyset'
import { assertionErrorType, baseExceptionType } from '../objects/exceptions'
import { Finder } from '../objects/filelines'
import { PyType, type Value } from '../objects/object'
import { PyTuple } from '../objects/tuple'
import {
  lowerAttribute,
  lowerGlobal,
  lowerMethodLookup,
  lowerStoreAttribute,
  lowerStoreSubscript,
  lowerSubscript,
} from './access'
import { lowerBinary, lowerCompare, lowerUnary, type Truth, truthOf } from './arithmetic'
import { callRaisedClass, lowerCall, lowerCallMethod, lowerCallSpread } from './calls'
import { setHolds } from './containers'
import { lowerDisplay } from './displays'
import type { Block } from './flowgraph'
import { lowerForIter, lowerGetIter, lowerSend } from './iteration'
import { asciiBytes, usesLine } from './linepieces'
import { type Lowering, Unsupported } from './lower'
import { isLine, isNumberForm, T, type Val } from './values'

/** Lowers one instruction; the jumps take the block's successors. */
export function lowerInstruction(l: Lowering, ins: number, block: Block, go: (target: Block) => string): void {
  const arg = ins >>> 8
  const { code } = l
  switch (ins & 255) {
    case Op.NOP:
      return
    case Op.POP_TOP:
      l.pop()
      return
    case Op.COPY:
      l.push(l.peek(arg - 1))
      return
    case Op.SWAP: {
      const { stack } = l.state
      const a = stack.length - arg
      const b = stack.length - 1
      const t = stack[a]!
      stack[a] = stack[b]!
      stack[b] = t
      return
    }
    case Op.PUSH_NULL:
      l.push({ t: T.Null, x: 'undefined' })
      return
    case Op.LOAD_CONST:
      l.push(l.constantValue(code.consts[arg] as Value))
      return
    case Op.LOAD_FAST:
      l.push(lineForUse(l, arg) ?? bound(l, arg))
      return
    case Op.LOAD_FAST2:
      l.push(bound(l, arg & 4095))
      l.push(bound(l, arg >>> 12))
      return
    case Op.LOAD_FAST_CONST:
      l.push(bound(l, arg & 4095))
      l.push(l.constantValue(code.consts[arg >>> 12] as Value))
      return
    case Op.LOAD_FAST_CHECK: {
      checkBound(l, arg)
      l.push(bound(l, arg))
      return
    }
    case Op.LOAD_FAST_AND_CLEAR: {
      const { t, maybe } = l.state.locals[arg]!
      if (t === T.Null) l.push({ t: T.Null, x: 'undefined' })
      else l.push(l.keep(T.Any, l.boxedLocal(arg, t, maybe)))
      l.storeLocal(arg, { t: T.Null, x: 'undefined' })
      return
    }
    case Op.STORE_FAST:
      l.storeLocal(arg, l.pop())
      return
    case Op.MAKE_CELL:
      l.storeLocal(arg, l.keep(T.Any, `new PC(${l.boxed(l.local(arg))})`))
      return
    case Op.LOAD_CLOSURE:
      l.push(l.local(arg))
      return
    case Op.LOAD_DEREF: {
      const v = l.keep(T.Any, `l${arg}.v`)
      l.rarely(`${v.x}===undefined`, `Z.unboundCell(fr,${arg})`)
      l.push(v)
      return
    }
    case Op.STORE_DEREF:
      l.emit(`l${arg}.v=${l.boxed(l.pop())};`)
      return
    case Op.LOAD_GLOBAL:
      lowerGlobal(l, arg)
      return
    case Op.LOAD_NAME:
      if (!l.entry.globalNames) throw new Unsupported('a namespace')
      lowerGlobal(l, arg)
      return
    case Op.STORE_NAME:
      if (!l.entry.globalNames || l.names.globals === null) throw new Unsupported('a namespace')
      storeGlobal(l, arg)
      return
    case Op.STORE_GLOBAL:
      storeGlobal(l, arg)
      return

    case Op.LOAD_ATTR:
      lowerAttribute(l, arg)
      return
    case Op.LOAD_METHOD:
      lowerMethodLookup(l, arg)
      return
    case Op.STORE_ATTR:
      lowerStoreAttribute(l, arg)
      return
    case Op.BINARY_SUBSCR:
      lowerSubscript(l)
      return
    case Op.STORE_SUBSCR:
      lowerStoreSubscript(l)
      return

    case Op.BINARY_ADD:
    case Op.BINARY_SUB:
    case Op.BINARY_MUL:
    case Op.BINARY_MATMUL:
    case Op.BINARY_TRUEDIV:
    case Op.BINARY_FLOORDIV:
    case Op.BINARY_MOD:
    case Op.BINARY_POW:
    case Op.BINARY_LSHIFT:
    case Op.BINARY_RSHIFT:
    case Op.BINARY_AND:
    case Op.BINARY_OR:
    case Op.BINARY_XOR:
      lowerBinary(l, (ins & 255) - Op.BINARY_ADD, arg)
      return
    case Op.COMPARE_LT:
    case Op.COMPARE_LE:
    case Op.COMPARE_EQ:
    case Op.COMPARE_NE:
    case Op.COMPARE_GT:
    case Op.COMPARE_GE:
      lowerCompare(
        l,
        (ins & 255) - Op.COMPARE_LT,
        l.at + 1 < block.end && isTruthJump(code.instructions[l.at + 1]! & 255),
      )
      return
    case Op.IS_OP: {
      const b = l.pop()
      const a = l.pop()
      const not = arg === 1 ? '!' : ''
      const simple = isSingleton(a) || isSingleton(b)
      l.push(
        l.keep(
          T.Bool,
          simple ? `${a.x}${arg === 1 ? '!==' : '==='}${b.x}` : `${not}Z.isSame(${l.boxed(a)},${l.boxed(b)})`,
        ),
      )
      return
    }
    case Op.CONTAINS_OP:
      lowerContains(l, arg)
      return
    case Op.UNARY_NOT: {
      const { x, ran } = truthOf(l, l.peek(), false)
      l.pop()
      l.push(l.keep(T.Bool, `!(${x})`))
      if (ran) l.afterCall()
      return
    }
    case Op.UNARY_NEGATIVE:
      lowerUnary(l, 'neg')
      return
    case Op.UNARY_INVERT:
      lowerUnary(l, 'invert')
      return

    case Op.JUMP:
      l.emit(go(block.successors[0]!))
      return
    case Op.JUMP_BACKWARD:
      l.emit(`if((++N&15)===0&&Z.turns())${l.exit(l.at, true)}`)
      l.emit(go(block.successors[0]!))
      return
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE: {
      const { x, ran } = truthOf(l, l.peek(), true)
      l.pop()
      branch(l, (ins & 255) === Op.POP_JUMP_IF_TRUE ? x : `!(${x})`, block, go, ran)
      return
    }
    case Op.POP_JUMP_IF_NONE:
      branch(l, `${l.boxed(l.pop())}===null`, block, go)
      return
    case Op.POP_JUMP_IF_NOT_NONE:
      branch(l, `${l.boxed(l.pop())}!==null`, block, go)
      return
    case Op.JUMP_IF_FALSE_OR_POP:
    case Op.JUMP_IF_TRUE_OR_POP: {
      const { x, ran } = truthOf(l, l.peek(), false)
      branch(l, (ins & 255) === Op.JUMP_IF_TRUE_OR_POP ? x : `!(${x})`, block, go, ran, 1)
      return
    }
    case Op.GET_ITER:
      lowerGetIter(l)
      return
    case Op.FOR_ITER:
      lowerForIter(l, block, go)
      return
    case Op.GET_YIELD_FROM_ITER:
      l.push(l.support(T.Any, 'yieldFromIter', l.boxed(l.pop())))
      l.afterCall()
      return
    case Op.GET_AWAITABLE:
      l.push(l.support(T.Any, 'awaitable', l.boxed(l.pop()), String(arg)))
      l.afterCall()
      return
    case Op.SEND:
      lowerSend(l, block, go)
      return
    case Op.END_SEND: {
      const v = l.pop()
      l.pop()
      l.push(v)
      return
    }

    case Op.DELETE_FAST: {
      checkBound(l, arg)
      l.storeLocal(arg, { t: T.Null, x: 'undefined' })
      return
    }
    case Op.DELETE_DEREF:
      l.rarely(`l${arg}.v===undefined`, `Z.unboundCell(fr,${arg})`)
      l.emit(`l${arg}.v=undefined;`)
      return

    case Op.FORMAT_SIMPLE: {
      const v = l.speculate(l.peek(), l.profile.top[l.at]!)
      if (v.t === T.Str) return
      l.pop()
      if (v.t === T.Int) l.push(l.keep(T.Str, `String(${v.x})`))
      else {
        l.push(l.support(T.Any, 'format', l.boxed(v)))
        l.afterCall()
      }
      return
    }
    case Op.FORMAT_WITH_SPEC: {
      const spec = l.pop()
      l.push(l.support(T.Any, 'formatSpec', l.boxed(l.pop()), l.boxed(spec)))
      l.afterCall()
      return
    }
    case Op.CONVERT_VALUE:
      l.push(l.support(T.Any, 'convert', l.boxed(l.pop()), String(arg)))
      l.afterCall()
      return

    case Op.RAISE_VARARGS: {
      const cls = l.peek().c
      // A class that is raised is called first.
      if (arg === 1 && cls instanceof PyType && cls.isSubtype(baseExceptionType)) callRaisedClass(l, cls)
      const cause = arg === 2 ? l.boxed(l.pop()) : 'undefined'
      const e = arg > 0 ? l.boxed(l.pop()) : 'null'
      l.spill()
      l.emit(`${l.mayRaise()};${l.raise(`Z.raise(${arg},${e},${cause})`)}`)
      return
    }
    case Op.RERAISE: {
      const at = arg > 0 ? l.peek(arg).x : '-1'
      const e = l.pop().x
      l.spill()
      l.emit(`${l.mayRaise()};${l.raise(`Z.reraise(${e},${at})`)}`)
      return
    }
    case Op.PUSH_EXC_INFO: {
      const e = l.pop()
      l.push(l.keep(T.Any, 'TH.handled.exception'))
      l.emit(`TH.handled.exception=${e.x};`)
      l.push(e)
      return
    }
    case Op.POP_EXCEPT:
      l.emit(`TH.handled.exception=${l.pop().x};`)
      return
    case Op.CHECK_EXC_MATCH: {
      const type = l.pop()
      const e = l.peek().x
      if (type.c instanceof PyType && type.c.isSubtype(baseExceptionType) && !type.c.heap)
        l.push(l.keep(T.Bool, `${e}.cls.isSubtype(${type.x})`))
      else l.push(l.support(T.Bool, 'matches', e, l.boxed(type)))
      return
    }

    case Op.CALL:
      lowerCall(l, arg)
      return
    case Op.CALL_METHOD:
      lowerCallMethod(l, arg)
      return
    case Op.CALL_EX:
      lowerCallSpread(l, arg === 1)
      return
    case Op.MAKE_FUNCTION:
      l.usesGlobals = true
      l.push(l.keep(T.Any, `Z.makeFunction(${l.pop().x},U.globals,U.builtins)`))
      return
    case Op.SET_FUNCTION_ATTRIBUTE: {
      const f = l.pop()
      l.emit(`Z.setFunctionAttribute(${f.x},${l.boxed(l.pop())},${arg});`)
      l.push(f)
      return
    }
    case Op.LOAD_SUPER_ATTR:
    case Op.LOAD_SUPER_METHOD: {
      const self = l.boxed(l.pop())
      const cls = l.boxed(l.pop())
      const asMethod = (ins & 255) === Op.LOAD_SUPER_METHOD
      const name = asMethod ? 'loadSuper' : 'loadSuperAttribute'
      l.push(l.support(T.Any, name, String(arg), l.boxed(l.pop()), cls, self))
      if (asMethod) l.push(l.keep(T.Any, 'TH.methodSelf'))
      l.afterCall()
      return
    }
    case Op.BEFORE_WITH: {
      const v = l.support(T.Any, 'enterWith', l.boxed(l.pop()))
      l.push(l.keep(T.Any, 'TH.methodSelf'))
      l.push(v)
      l.afterCall()
      return
    }
    case Op.GET_LEN:
      l.push(l.support(T.Any, 'len', l.boxed(l.peek())))
      l.afterCall()
      return
    case Op.MATCH_SEQUENCE:
      l.push(l.keep(T.Bool, `Z.typeOf(${l.boxed(l.peek())}).patternKind==='sequence'`))
      return
    case Op.MATCH_MAPPING:
      l.push(l.keep(T.Bool, `Z.typeOf(${l.boxed(l.peek())}).patternKind==='mapping'`))
      return
    case Op.LOAD_ASSERTION_ERROR:
      l.push(l.constantValue(assertionErrorType))
      return
    case Op.CALL_KW:
    case Op.CALL_METHOD_KW: {
      const names = l.pop()
      if ((ins & 255) === Op.CALL_KW) lowerCall(l, arg, names)
      else lowerCallMethod(l, arg, names)
      return
    }
    case Op.RETURN_VALUE:
    case Op.RETURN_CONST:
      lowerReturn(l, ins)
      return
    case Op.NATIVE_BODY:
      // What most calls do natively is not to be done by compiled Python code.
      throw new Unsupported('it has a native body')
  }
  if (!lowerDisplay(l, ins)) lowerRare(l, ins)
}

function isTruthJump(op: number): boolean {
  return op === Op.POP_JUMP_IF_FALSE || op === Op.POP_JUMP_IF_TRUE
}

function isSingleton(v: Val): boolean {
  return v.t === T.None || v.t === T.Bool
}

/** Raises UnboundLocalError where a local may be unbound and is. */
function checkBound(l: Lowering, i: number): void {
  const { t, maybe } = l.state.locals[i]!
  if (t !== T.Null && t !== T.Any && !maybe) return
  l.rarely(`${isNumberForm(t) ? l.variable('g', i) : l.local(i).x}===undefined`, `Z.unboundLocal(fr,${i})`)
}

function bound(l: Lowering, i: number): Val {
  const local = l.state.locals[i]!
  if (local.t === T.Null) {
    // Bound by a way that the types do not show: what an exception handler or a deleted name left.
    return { t: T.Any, x: l.variable('l', i) }
  }
  return l.local(i)
}

/** A line of a file where it lies, for an instruction that works on it there. */
function lineForUse(l: Lowering, i: number): Val | null {
  const line = l.line(i)
  if (line === null || l.at + 1 >= l.blockEnd) return null
  const ins = l.code.instructions[l.at + 1]!
  if ((ins & 255) === Op.CONTAINS_OP) return asciiBytes(l.peek().c, line.t) === null ? null : line
  return usesLine(l, l.at + 1, line.t) ? line : null
}

/** Goes one of two ways; `ran` where the condition may have run Python code, `popped` how many items are left only by the one that falls through. */
function branch(
  l: Lowering,
  condition: string,
  block: Block,
  go: (target: Block) => string,
  ran = false,
  popped = 0,
): void {
  const [next, target] = block.successors as [Block, Block]
  const fork = l.fork()
  const check = ran ? l.staleText(target.start) : ''
  const taken = go(target)
  l.state = fork
  l.emit(`if(${condition}){${check}${taken}}`)
  for (let i = 0; i < popped; i++) l.pop()
  if (ran) l.emit(l.staleText(next.start))
  l.emit(go(next))
}

function lowerContains(l: Lowering, invert: number): void {
  // `item in container`: the container is on top.
  const container = l.speculate(l.peek(), l.profile.top[l.at]!)
  const item = l.speculate(l.peek(1), l.profile.second[l.at]!)
  if (container.t === T.Set && (item.t === T.Str || item.t === T.Int) && l.mayGuess()) {
    const held = setHolds(l, container, item)
    l.pop()
    l.pop()
    l.push(invert === 1 ? l.keep(T.Bool, `!${held.x}`) : held)
    return
  }
  l.pop()
  l.pop()
  if (isLine(container.t)) {
    let finder = l.finders.get(l.at)
    if (finder === undefined) l.finders.set(l.at, (finder = new Finder(asciiBytes(item.c, container.t)!)))
    const k = l.constant(finder)
    const made =
      container.t === T.TextLine ? `Z.strHolds(${container.x},${item.x})` : `Z.bytesHold(${container.x},${k})`
    const held = `${container.g}<0?${made}:${container.x}.holds(${container.g},${container.h},${k})`
    l.push(l.keep(T.Bool, invert === 1 ? `!(${held})` : held))
    return
  }
  if (container.t === T.Dict && (item.t === T.Str || item.t === T.Int)) {
    l.emit(l.beforeHashed(container.x))
    l.push(l.keep(T.Bool, `${invert === 1 ? '!' : ''}${container.x}.holds(${item.x})`))
    l.afterCall()
    return
  }
  const simple = item.t === T.Str || item.t === T.Int ? simpleContains(l, container, item) : null
  if (simple !== null) {
    l.push(l.keep(T.Bool, invert === 1 ? `!(${simple.x})` : simple.x))
    if (simple.ran) l.afterCall()
    return
  }
  l.push(l.support(T.Bool, 'contains', l.boxed(container), l.boxed(item), String(invert)))
  l.afterCall()
}

/** Items of a constant up to which each is compared with in place. */
const MAX_COMPARED = 8

/** A condition for `item in container` of a str or int where little is left of it; null elsewhere. */
function simpleContains(l: Lowering, container: Val, item: Val): Truth | null {
  const plain = (x: string): Truth => ({ x, ran: false })
  if (container.t === T.Str) return item.t === T.Str ? plain(`Z.strHolds(${container.x},${item.x})`) : null
  const { c } = container
  if (c instanceof PyAnySet && !c.cls.heap && c.hashed === 0) return plain(`${container.x}.map.has(${item.x})`)
  if (container.t !== T.Tuple && container.t !== T.List) return null
  if (c instanceof PyTuple && c.items.length <= MAX_COMPARED) {
    const type = item.t === T.Str ? 'string' : 'number'
    // Of the same type each, so that identity is all there is to equality.
    if (c.items.every((v) => typeof v === type))
      return plain(c.items.map((v) => `${item.x}===${l.constantValue(v).x}`).join('||') || 'false')
  }
  const r = l.temporary()
  l.emit(
    `let ${r}=${container.t === T.List ? `${container.x}.holding!==null?undefined:` : ''}Z.itemsHold(${container.x}.items,${item.x});if(${r}===undefined){${l.spillText()}${l.mayRaise()};${r}=Z.contains(fr,${container.x},${item.x},0)}`,
  )
  return { x: r, ran: true }
}

function storeGlobal(l: Lowering, index: number): void {
  // The keys of a namespace can be of any type: what a store compares may be Python's.
  const table = l.constant(l.names.globals)
  if (l.names.globals === null) throw new Unsupported('a namespace')
  l.usesGlobals = true
  const v = l.boxed(l.pop())
  l.emit(`${l.beforeHashed(table)}${table}.setItem(${l.constant(l.code.names[index])},${v});`)
  l.afterCall()
}

function lowerReturn(l: Lowering, ins: number): void {
  const isConst = (ins & 255) === Op.RETURN_CONST
  if (l.inlined !== null) {
    l.inlined.giveBack(l, isConst ? l.constantValue(l.code.consts[ins >>> 8] as Value) : l.peek())
    return
  }
  if (l.entry.call) {
    const v = l.boxed(isConst ? l.constantValue(l.code.consts[ins >>> 8] as Value) : l.peek())
    // What began in the middle of a call ends in the interpreter, which does the return once more.
    const open = `if(fr.escaped||!own){${l.slotsText()}fr.pc=${l.at + 1}}break R`
    l.emit(`V=${v};${l.state.open ? open : `if(fr!==undefined){${open}}return V`}`)
    return
  }
  l.emit(l.exit(l.at, true))
}

/** An opcode of rareopcodes.ts: it works on the frame. */
function lowerRare(l: Lowering, ins: number): void {
  const { stack } = l.state
  const n = l.code.slotCount
  const before = stack.length
  const after = before + l.effectOf(ins)
  l.toFrame()
  l.emit(`${l.mayRaise()};Z.rare(fr,${ins});`)
  const kept = Math.max(0, Math.min(before, after) - 4)
  stack.length = kept
  for (let j = kept; j < after; j++) l.push(l.keep(T.Any, `S[${n + j}]`))
  l.afterCall()
}
