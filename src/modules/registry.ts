/**
 * Every native module by name, loaded when it is first imported: `require` keeps them out of start-up. The one list that import,
 * `sys.builtin_module_names` and the documentation read.
 */
import type { NativeModule } from './definition'

const table: Readonly<Record<string, () => NativeModule>> = {
  _abc: () => (require('./_abc') as typeof import('./_abc')).abcModule,
  _ast: () => (require('./_ast') as typeof import('./_ast')).astModule,
  _asyncio: () => (require('./_asyncio') as typeof import('./_asyncio')).asyncioModule,
  _bisect: () => (require('./_bisect') as typeof import('./_bisect')).bisectModule,
  _blake2: () => (require('./hashes') as typeof import('./hashes')).blake2Module,
  _bz2: () => (require('./_bz2') as typeof import('./_bz2')).bz2Module,
  _codecs: () => (require('./_codecs') as typeof import('./_codecs')).codecsModule,
  _codecs_cn: () => (require('./_multibytecodec') as typeof import('./_multibytecodec')).codecsCnModule,
  _codecs_jp: () => (require('./_multibytecodec') as typeof import('./_multibytecodec')).codecsJpModule,
  _codecs_kr: () => (require('./_multibytecodec') as typeof import('./_multibytecodec')).codecsKrModule,
  _codecs_tw: () => (require('./_multibytecodec') as typeof import('./_multibytecodec')).codecsTwModule,
  _collections: () => (require('./_collections') as typeof import('./_collections')).collectionsModule,
  _contextvars: () => (require('./_contextvars') as typeof import('./_contextvars')).contextvarsModule,
  _csv: () => (require('./_csv') as typeof import('./_csv')).csvModule,
  _datetime: () => (require('./_datetime') as typeof import('./_datetime')).datetimeModule,
  _decimal: () => (require('./_decimal') as typeof import('./_decimal')).decimalModule,
  _functools: () => (require('./_functools') as typeof import('./_functools')).functoolsModule,
  _heapq: () => (require('./_heapq') as typeof import('./_heapq')).heapqModule,
  _imp: () => (require('./_imp') as typeof import('./_imp')).impModule,
  _io: () => (require('./_io') as typeof import('./_io')).ioModule,
  _json: () => (require('./_json') as typeof import('./_json')).jsonModule,
  _locale: () => (require('./_locale') as typeof import('./_locale')).localeModule,
  _md5: () => (require('./hashes') as typeof import('./hashes')).md5Module,
  _multibytecodec: () => (require('./_multibytecodec') as typeof import('./_multibytecodec')).multibytecodecModule,
  _opcode: () => (require('./_opcode') as typeof import('./_opcode')).opcodeModule,
  _opcode_metadata: () => (require('./_opcode') as typeof import('./_opcode')).opcodeMetadataModule,
  _operator: () => (require('./_operator') as typeof import('./_operator')).operatorModule,
  _pickle: () => (require('./_pickle') as typeof import('./_pickle')).pickleModule,
  _posixsubprocess: () => (require('./_posixsubprocess') as typeof import('./_posixsubprocess')).posixSubprocessModule,
  _queue: () => (require('./_queue') as typeof import('./_queue')).queueModule,
  _random: () => (require('./_random') as typeof import('./_random')).randomModule,
  _sha1: () => (require('./hashes') as typeof import('./hashes')).sha1Module,
  _sha2: () => (require('./hashes') as typeof import('./hashes')).sha2Module,
  _sha3: () => (require('./hashes') as typeof import('./hashes')).sha3Module,
  _signal: () => (require('./_signal') as typeof import('./_signal')).signalModule,
  _socket: () => (require('./_socket') as typeof import('./_socket')).socketModule,
  _sre: () => (require('./_sre') as typeof import('./_sre')).sreModule,
  _stat: () => (require('./_stat') as typeof import('./_stat')).statModule,
  _statistics: () => (require('./_statistics') as typeof import('./_statistics')).statisticsModule,
  _string: () => (require('./_string') as typeof import('./_string')).stringModule,
  _struct: () => (require('./_struct') as typeof import('./_struct')).structModule,
  _suggestions: () => (require('./_suggestions') as typeof import('./_suggestions')).suggestionsModule,
  _symtable: () => (require('./_symtable') as typeof import('./_symtable')).symtableModule,
  _sysconfig: () => (require('./_sysconfig') as typeof import('./_sysconfig')).sysconfigModule,
  '_sysconfigdata__linux_x86_64-linux-gnu': () =>
    (require('./sysconfigdata') as typeof import('./sysconfigdata')).sysconfigDataModule,
  _testcapi: () => (require('./_testcapi') as typeof import('./_testcapi')).testModule,
  _testinternalcapi: () => (require('./_testinternalcapi') as typeof import('./_testinternalcapi')).testInternalModule,
  _testlimitedcapi: () => (require('./_testlimitedcapi') as typeof import('./_testlimitedcapi')).testLimitedModule,
  _testsinglephase: () => (require('./_testsinglephase') as typeof import('./_testsinglephase')).testSinglePhaseModule,
  _thread: () => (require('./_thread') as typeof import('./_thread')).threadModule,
  _tokenize: () => (require('./_tokenize') as typeof import('./_tokenize')).tokenizeModule,
  _tracemalloc: () => (require('./_tracemalloc') as typeof import('./_tracemalloc')).tracemallocModule,
  _typing: () => (require('./_typing') as typeof import('./_typing')).typingModule,
  _warnings: () => (require('./_warnings') as typeof import('./_warnings')).warningsModuleDefinition,
  _weakref: () => (require('./_weakref') as typeof import('./_weakref')).weakrefModule,
  array: () => (require('./array') as typeof import('./array')).arrayModule,
  atexit: () => (require('./atexit') as typeof import('./atexit')).atexitModule,
  binascii: () => (require('./binascii') as typeof import('./binascii')).binasciiModule,
  builtins: () => (require('./builtins') as typeof import('./builtins')).builtinsModule,
  cmath: () => (require('./cmath') as typeof import('./cmath')).cmathModule,
  errno: () => (require('./errno') as typeof import('./errno')).errnoModule,
  faulthandler: () => (require('./faulthandler') as typeof import('./faulthandler')).faulthandlerModule,
  fcntl: () => (require('./fcntl') as typeof import('./fcntl')).fcntlModule,
  gc: () => (require('./gc') as typeof import('./gc')).gcModule,
  grp: () => (require('./grp') as typeof import('./grp')).grpModule,
  itertools: () => (require('./itertools') as typeof import('./itertools')).itertoolsModule,
  marshal: () => (require('./marshal') as typeof import('./marshal')).marshalModule,
  mmap: () => (require('./mmap') as typeof import('./mmap')).mmapModule,
  math: () => (require('./math') as typeof import('./math')).mathModule,
  posix: () => (require('./posix') as typeof import('./posix')).posixModule,
  pwd: () => (require('./pwd') as typeof import('./pwd')).pwdModule,
  pyexpat: () => (require('./pyexpat') as typeof import('./pyexpat')).pyexpatModule,
  resource: () => (require('./resource') as typeof import('./resource')).resourceModule,
  select: () => (require('./select') as typeof import('./select')).selectModule,
  sys: () => (require('./sys') as typeof import('./sys')).sysModule,
  termios: () => (require('./termios') as typeof import('./termios')).termiosModule,
  time: () => (require('./time') as typeof import('./time')).timeModule,
  unicodedata: () => (require('./unicodedata') as typeof import('./unicodedata')).unicodedataModule,
  zlib: () => (require('./zlib') as typeof import('./zlib')).zlibModule,
}

/** Names of all native modules, sorted. */
export function nativeModuleNames(): string[] {
  return Object.keys(table).sort()
}

/** Whether a module is native. */
export function isNativeModule(name: string): boolean {
  return Object.hasOwn(table, name)
}

/** The definition of a native module. */
export function nativeModule(name: string): NativeModule | null {
  return Object.hasOwn(table, name) ? table[name]!() : null
}
