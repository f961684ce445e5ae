/**
 * Every native module by name, loaded when it is first imported: `require` keeps them out of start-up. The one place that import,
 * `sys.builtin_module_names` and the documentation read.
 */
import type { NativeModule } from './definition'

/** In the order of `sys.builtin_module_names`. */
const NAMES =
  '_abc _ast _asyncio _bisect _blake2 _bz2 _codecs _codecs_cn _codecs_jp _codecs_kr _codecs_tw _collections ' +
  '_contextvars _csv _datetime _decimal _functools _heapq _imp _io _json _locale _md5 _multibytecodec _opcode ' +
  '_opcode_metadata _operator _pickle _posixsubprocess _queue _random _sha1 _sha2 _sha3 _signal _socket _sre ' +
  '_stat _statistics _string _struct _suggestions _symtable _sysconfig _sysconfigdata__linux_x86_64-linux-gnu ' +
  '_testbuffer _testcapi _testinternalcapi _testlimitedcapi _testsinglephase _thread _tokenize _tracemalloc _typing ' +
  '_warnings _weakref array atexit binascii builtins cmath errno faulthandler fcntl gc grp itertools marshal ' +
  'math mmap posix pwd pyexpat resource select sys termios time unicodedata zlib'
let names: Set<string> | undefined

/** Loads a module's definition. A switch: a table of functions would be made by every start. */
function load(name: string): NativeModule {
  switch (name) {
    case '_abc':
      return (require('./_abc') as typeof import('./_abc')).abcModule
    case '_ast':
      return (require('./_ast') as typeof import('./_ast')).astModule
    case '_asyncio':
      return (require('./_asyncio') as typeof import('./_asyncio')).asyncioModule
    case '_bisect':
      return (require('./_bisect') as typeof import('./_bisect')).bisectModule
    case '_blake2':
      return (require('./hashes') as typeof import('./hashes')).blake2Module
    case '_bz2':
      return (require('./_bz2') as typeof import('./_bz2')).bz2Module
    case '_codecs':
      return (require('./_codecs') as typeof import('./_codecs')).codecsModule
    case '_codecs_cn':
      return (require('./_multibytecodec') as typeof import('./_multibytecodec')).codecsCnModule
    case '_codecs_jp':
      return (require('./_multibytecodec') as typeof import('./_multibytecodec')).codecsJpModule
    case '_codecs_kr':
      return (require('./_multibytecodec') as typeof import('./_multibytecodec')).codecsKrModule
    case '_codecs_tw':
      return (require('./_multibytecodec') as typeof import('./_multibytecodec')).codecsTwModule
    case '_collections':
      return (require('./_collections') as typeof import('./_collections')).collectionsModule
    case '_contextvars':
      return (require('./_contextvars') as typeof import('./_contextvars')).contextvarsModule
    case '_csv':
      return (require('./_csv') as typeof import('./_csv')).csvModule
    case '_datetime':
      return (require('./_datetime') as typeof import('./_datetime')).datetimeModule
    case '_decimal':
      return (require('./_decimal') as typeof import('./_decimal')).decimalModule
    case '_functools':
      return (require('./_functools') as typeof import('./_functools')).functoolsModule
    case '_heapq':
      return (require('./_heapq') as typeof import('./_heapq')).heapqModule
    case '_imp':
      return (require('./_imp') as typeof import('./_imp')).impModule
    case '_io':
      return (require('./_io') as typeof import('./_io')).ioModule
    case '_json':
      return (require('./_json') as typeof import('./_json')).jsonModule
    case '_locale':
      return (require('./_locale') as typeof import('./_locale')).localeModule
    case '_md5':
      return (require('./hashes') as typeof import('./hashes')).md5Module
    case '_multibytecodec':
      return (require('./_multibytecodec') as typeof import('./_multibytecodec')).multibytecodecModule
    case '_opcode':
      return (require('./_opcode') as typeof import('./_opcode')).opcodeModule
    case '_opcode_metadata':
      return (require('./_opcode') as typeof import('./_opcode')).opcodeMetadataModule
    case '_operator':
      return (require('./_operator') as typeof import('./_operator')).operatorModule
    case '_pickle':
      return (require('./_pickle') as typeof import('./_pickle')).pickleModule
    case '_posixsubprocess':
      return (require('./_posixsubprocess') as typeof import('./_posixsubprocess')).posixSubprocessModule
    case '_queue':
      return (require('./_queue') as typeof import('./_queue')).queueModule
    case '_random':
      return (require('./_random') as typeof import('./_random')).randomModule
    case '_sha1':
      return (require('./hashes') as typeof import('./hashes')).sha1Module
    case '_sha2':
      return (require('./hashes') as typeof import('./hashes')).sha2Module
    case '_sha3':
      return (require('./hashes') as typeof import('./hashes')).sha3Module
    case '_signal':
      return (require('./_signal') as typeof import('./_signal')).signalModule
    case '_socket':
      return (require('./_socket') as typeof import('./_socket')).socketModule
    case '_sre':
      return (require('./_sre') as typeof import('./_sre')).sreModule
    case '_stat':
      return (require('./_stat') as typeof import('./_stat')).statModule
    case '_statistics':
      return (require('./_statistics') as typeof import('./_statistics')).statisticsModule
    case '_string':
      return (require('./_string') as typeof import('./_string')).stringModule
    case '_struct':
      return (require('./_struct') as typeof import('./_struct')).structModule
    case '_suggestions':
      return (require('./_suggestions') as typeof import('./_suggestions')).suggestionsModule
    case '_symtable':
      return (require('./_symtable') as typeof import('./_symtable')).symtableModule
    case '_sysconfig':
      return (require('./_sysconfig') as typeof import('./_sysconfig')).sysconfigModule
    case '_sysconfigdata__linux_x86_64-linux-gnu':
      return (require('./sysconfigdata') as typeof import('./sysconfigdata')).sysconfigDataModule
    case '_testbuffer':
      return (require('./_testbuffer') as typeof import('./_testbuffer')).testbufferModule
    case '_testcapi':
      return (require('./_testcapi') as typeof import('./_testcapi')).testModule
    case '_testinternalcapi':
      return (require('./_testinternalcapi') as typeof import('./_testinternalcapi')).testInternalModule
    case '_testlimitedcapi':
      return (require('./_testlimitedcapi') as typeof import('./_testlimitedcapi')).testLimitedModule
    case '_testsinglephase':
      return (require('./_testsinglephase') as typeof import('./_testsinglephase')).testSinglePhaseModule
    case '_thread':
      return (require('./_thread') as typeof import('./_thread')).threadModule
    case '_tokenize':
      return (require('./_tokenize') as typeof import('./_tokenize')).tokenizeModule
    case '_tracemalloc':
      return (require('./_tracemalloc') as typeof import('./_tracemalloc')).tracemallocModule
    case '_typing':
      return (require('./_typing') as typeof import('./_typing')).typingModule
    case '_warnings':
      return (require('./_warnings') as typeof import('./_warnings')).warningsModuleDefinition
    case '_weakref':
      return (require('./_weakref') as typeof import('./_weakref')).weakrefModule
    case 'array':
      return (require('./array') as typeof import('./array')).arrayModule
    case 'atexit':
      return (require('./atexit') as typeof import('./atexit')).atexitModule
    case 'binascii':
      return (require('./binascii') as typeof import('./binascii')).binasciiModule
    case 'builtins':
      return (require('./builtins') as typeof import('./builtins')).builtinsModule
    case 'cmath':
      return (require('./cmath') as typeof import('./cmath')).cmathModule
    case 'errno':
      return (require('./errno') as typeof import('./errno')).errnoModule
    case 'faulthandler':
      return (require('./faulthandler') as typeof import('./faulthandler')).faulthandlerModule
    case 'fcntl':
      return (require('./fcntl') as typeof import('./fcntl')).fcntlModule
    case 'gc':
      return (require('./gc') as typeof import('./gc')).gcModule
    case 'grp':
      return (require('./grp') as typeof import('./grp')).grpModule
    case 'itertools':
      return (require('./itertools') as typeof import('./itertools')).itertoolsModule
    case 'marshal':
      return (require('./marshal') as typeof import('./marshal')).marshalModule
    case 'mmap':
      return (require('./mmap') as typeof import('./mmap')).mmapModule
    case 'math':
      return (require('./math') as typeof import('./math')).mathModule
    case 'posix':
      return (require('./posix') as typeof import('./posix')).posixModule
    case 'pwd':
      return (require('./pwd') as typeof import('./pwd')).pwdModule
    case 'pyexpat':
      return (require('./pyexpat') as typeof import('./pyexpat')).pyexpatModule
    case 'resource':
      return (require('./resource') as typeof import('./resource')).resourceModule
    case 'select':
      return (require('./select') as typeof import('./select')).selectModule
    case 'sys':
      return (require('./sys') as typeof import('./sys')).sysModule
    case 'termios':
      return (require('./termios') as typeof import('./termios')).termiosModule
    case 'time':
      return (require('./time') as typeof import('./time')).timeModule
    case 'unicodedata':
      return (require('./unicodedata') as typeof import('./unicodedata')).unicodedataModule
    case 'zlib':
      return (require('./zlib') as typeof import('./zlib')).zlibModule
  }
  throw new Error(`no native module ${name}`)
}

/** Names of all native modules, sorted. */
export function nativeModuleNames(): string[] {
  return NAMES.split(' ')
}

/** Whether a module is native. */
export function isNativeModule(name: string): boolean {
  names ??= new Set(NAMES.split(' '))
  return names.has(name)
}

/** The definition of a native module. */
export function nativeModule(name: string): NativeModule | null {
  return isNativeModule(name) ? load(name) : null
}
