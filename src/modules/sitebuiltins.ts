/** What site puts into builtins: exit, quit, copyright, credits, license, help (CPython: Lib/_sitebuiltins.py, Lib/site.py). */
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import type { PyDict } from '../objects/dict'
import { type PySystemExit, systemExitType } from '../objects/exceptionfields'
import { makeException } from '../objects/exceptions'
import { defineType, PyObject, type Value } from '../objects/object'

class PyQuitter extends PyObject {
  constructor(readonly name: string) {
    super()
  }
}
defineType('Quitter', {
  layout: PyQuitter as never,
  module: '_sitebuiltins',
  methods: () => [
    ['__repr__', (self: PyQuitter) => `Use ${self.name}() or Ctrl-D (i.e. EOF) to exit`, '($self, /)'],
    [
      '__call__',
      (_self: PyQuitter, code: Value = null) => {
        const stdin = lookupAttr(context.importModule('sys'), 'stdin')
        if (stdin !== undefined && stdin !== null) context.call0(getAttr(stdin, 'close'))
        const e = makeException(systemExitType) as PySystemExit
        if (code !== null) e.args = [code]
        e.code = code
        throw e
      },
      '($self, /, code=None)',
    ],
  ],
  getset: () => [['name', (self: PyQuitter) => self.name]],
})

class PyPrinter extends PyObject {
  constructor(
    readonly name: string,
    readonly text: string,
  ) {
    super()
  }
}
defineType('_Printer', {
  layout: PyPrinter as never,
  module: '_sitebuiltins',
  methods: () => [
    ['__repr__', (self: PyPrinter) => self.text, '($self, /)'],
    [
      '__call__',
      (self: PyPrinter) => context.call1(getAttr(context.importModule('builtins'), 'print'), self.text),
      '($self, /)',
    ],
  ],
})

class PyHelper extends PyObject {}
defineType('_Helper', {
  layout: PyHelper,
  module: '_sitebuiltins',
  methods: () => [
    ['__repr__', () => 'Type help() for interactive help, or help(object) for help about object.', '($self, /)'],
    [
      '__call__',
      (_self: Value, args: Value[], keywords: Value) =>
        context.callDict(getAttr(context.importModule('pydoc'), 'help'), args, keywords),
      '($self, /, *args, **kwds)',
    ],
  ],
})

const COPYRIGHT = 'dxpy, and Copyright (c) Python Software Foundation for the library.\nAll Rights Reserved.'
const CREDITS = 'The library is that of CPython; see its licence text. Thanks to all who wrote it.'
const LICENSE = 'dxpy: MIT licence. Library: PSF License Agreement. Both texts are part of the distribution.'

/** Adds the names to the namespace of `builtins`. */
export function addSiteBuiltins(builtins: PyDict): void {
  builtins.setItem('quit', new PyQuitter('quit'))
  builtins.setItem('exit', new PyQuitter('exit'))
  builtins.setItem('copyright', new PyPrinter('copyright', COPYRIGHT))
  builtins.setItem('credits', new PyPrinter('credits', CREDITS))
  builtins.setItem('license', new PyPrinter('license', LICENSE))
  builtins.setItem('help', new PyHelper())
}
