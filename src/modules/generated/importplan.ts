/** What the bodies of library modules import; made by src/tools/import-plan.ts, read by ../latebodies.ts. */
export const importPlan = `__future__ 0
_abc 0
_ast 0
_asyncio 0 weakref
_bisect 0
_blake2 0
_codecs 0
_collections 0
_collections_abc 0 abc sys
_colorize 0 io os sys
_compat_pickle 0
_compression 0 io sys
_contextvars 0
_csv 0
_datetime 0
_decimal 0 collections _contextvars numbers
_functools 0
_heapq 0
_imp 0
_json 0
_locale 0
_md5 0
_opcode 0
_opcode_metadata 0
_operator 0
_pickle 0
_posixsubprocess 0
_queue 0
_random 0
_sha1 0
_sha2 0
_sha3 0
_signal 0
_socket 0
_sre 0
_stat 0
_statistics 0
_string 0
_struct 0
_thread 0
_tokenize 0
_typing 0
_warnings 0
_weakref 0
_weakrefset 0 _weakref types
abc 0 _abc
argparse 0 os re sys gettext
ast 0 sys re _ast contextlib enum >_ast
asyncio p8 sys asyncio asyncio.base_events asyncio.coroutines asyncio.events asyncio.exceptions asyncio.futures asyncio.locks asyncio.protocols asyncio.runners asyncio.queues asyncio.streams asyncio.subprocess asyncio.tasks asyncio.taskgroups asyncio.timeouts asyncio.threads asyncio.transports asyncio.unix_events
asyncio.base_events 8 collections collections.abc concurrent concurrent.futures errno heapq itertools os socket stat subprocess threading time traceback sys warnings weakref !ssl asyncio asyncio.constants asyncio.coroutines asyncio.events asyncio.exceptions asyncio.futures asyncio.protocols asyncio.sslproto asyncio.staggered asyncio.tasks asyncio.timeouts asyncio.transports asyncio.trsock asyncio.log
asyncio.base_futures 8 reprlib asyncio asyncio.format_helpers
asyncio.base_subprocess 8 collections subprocess warnings os signal sys asyncio asyncio.protocols asyncio.transports asyncio.log
asyncio.base_tasks 8 linecache reprlib traceback asyncio asyncio.base_futures asyncio.coroutines
asyncio.constants 8 enum
asyncio.coroutines 8 collections collections.abc inspect os sys types
asyncio.events 8 contextvars os signal socket subprocess sys threading asyncio asyncio.format_helpers _asyncio
asyncio.exceptions 8
asyncio.format_helpers 8 functools inspect reprlib sys traceback asyncio asyncio.constants
asyncio.futures 8 concurrent concurrent.futures contextvars logging sys types asyncio asyncio.base_futures asyncio.events asyncio.exceptions asyncio.format_helpers _asyncio
asyncio.locks 8 collections enum asyncio asyncio.exceptions asyncio.mixins
asyncio.log 8 logging >logging
asyncio.mixins 8 threading asyncio asyncio.events
asyncio.protocols 8
asyncio.queues 8 collections heapq types asyncio asyncio.locks asyncio.mixins
asyncio.runners 8 contextvars enum functools threading signal asyncio asyncio.coroutines asyncio.events asyncio.exceptions asyncio.tasks asyncio.constants
asyncio.selector_events 8 collections errno functools itertools os selectors socket warnings weakref !ssl asyncio asyncio.base_events asyncio.constants asyncio.events asyncio.futures asyncio.protocols asyncio.sslproto asyncio.transports asyncio.trsock asyncio.log
asyncio.sslproto 8 collections enum warnings !ssl asyncio asyncio.constants asyncio.exceptions asyncio.protocols asyncio.transports asyncio.log
asyncio.staggered 8 contextlib asyncio asyncio.events asyncio.exceptions asyncio.locks asyncio.tasks
asyncio.streams 8 collections socket sys warnings weakref asyncio asyncio.coroutines asyncio.events asyncio.exceptions asyncio.format_helpers asyncio.protocols asyncio.log asyncio.tasks
asyncio.subprocess 8 subprocess asyncio asyncio.events asyncio.protocols asyncio.streams asyncio.tasks asyncio.log
asyncio.taskgroups 8 asyncio asyncio.events asyncio.exceptions asyncio.tasks
asyncio.tasks 8 concurrent concurrent.futures contextvars functools inspect itertools math types weakref asyncio asyncio.base_tasks asyncio.coroutines asyncio.events asyncio.exceptions asyncio.futures asyncio.queues asyncio.timeouts _asyncio
asyncio.threads 8 functools contextvars asyncio asyncio.events
asyncio.timeouts 8 enum types typing asyncio asyncio.events asyncio.exceptions asyncio.tasks
asyncio.transports 8
asyncio.trsock 8 socket
asyncio.unix_events 8 errno io itertools os selectors signal socket stat subprocess sys threading warnings asyncio asyncio.base_events asyncio.base_subprocess asyncio.constants asyncio.coroutines asyncio.events asyncio.exceptions asyncio.futures asyncio.selector_events asyncio.tasks asyncio.transports asyncio.log
atexit 0
base64 0 re struct binascii
binascii 0
bisect 0 _bisect
calendar 0 sys datetime enum locale itertools
codecs 0 builtins sys _codecs
codeop 0 __future__ warnings
collections p0 _collections_abc collections.abc=_collections_abc sys itertools keyword operator reprlib _weakref _collections >_collections
concurrent p0
concurrent.futures p3 concurrent concurrent.futures concurrent.futures._base
concurrent.futures._base 3 collections logging threading time types >logging $stderr
contextlib 0 abc os sys _collections_abc collections functools types
contextvars 0 _contextvars
copy 0 types weakref copyreg
copyreg 0
csv 0 re types _csv io >_csv
dataclasses 0 re sys copy types inspect keyword itertools abc reprlib
datetime 0 _datetime
decimal 0 _decimal
difflib 0 heapq collections types re
dis 0 sys types collections io opcode _opcode
enum 0 sys builtins functools types
errno 0
fcntl 0
fnmatch 0 os posixpath re functools
fractions 0 decimal functools math numbers operator re sys
functools 0 abc collections reprlib _thread _functools
genericpath 1 os stat
getopt 0 os gettext
gettext 0 operator os re sys
glob 0 contextlib os re fnmatch functools itertools operator stat sys
graphlib 0 types
grp 0
hashlib 0 !_hashlib _md5 _sha1 _sha2 _blake2 _sha3
heapq 0 _heapq
hmac 0 warnings !_hashlib _operator hashlib
html p4 re html html.entities
html.entities 4
importlib p0 _imp sys importlib
importlib.machinery 0 importlib
inspect 0 abc ast dis collections collections.abc enum importlib importlib.machinery itertools linecache os re sys tokenize token types functools builtins keyword operator weakref
io 0 _io abc
ipaddress 0 functools
itertools 0
json p5 json json.decoder json.encoder codecs
json.decoder 5 re json json.scanner _json
json.encoder 5 re _json
json.scanner 5 re _json
keyword 0
linecache 0
locale 0 sys encodings encodings.aliases re _collections_abc builtins functools _locale
logging p0 sys os time io re traceback warnings weakref collections collections.abc types string threading atexit >atexit @_startTime
math 0
ntpath 0 os sys genericpath !_winapi !nt
numbers 0 abc
opcode 0 _opcode _opcode_metadata
operator 0 builtins _operator
os 1 abc sys stat _collections_abc posix posixpath os.path=posixpath os os.path
pathlib p6 pathlib pathlib._abc pathlib._local
pathlib._abc 6 functools glob errno stat
pathlib._local 6 io ntpath operator os posixpath sys warnings glob itertools _collections_abc pwd grp pathlib pathlib._abc
pickle 0 types copyreg itertools functools sys struct re io codecs _compat_pickle _pickle
pickletools 0 codecs io pickle re sys struct
posix 0
posixpath 1 errno os sys stat genericpath posix
pprint 0 collections dataclasses re sys types io
pwd 0
queue 0 threading types collections heapq time _queue
random 0 math os _collections_abc operator itertools bisect _random
re p2 enum re re._compiler re._parser functools _sre copyreg >copyreg
re._casefix 2
re._compiler 2 _sre re re._parser re._constants re._casefix
re._constants 2 _sre
re._parser 2 re re._constants
reprlib 0 builtins itertools _thread
secrets 0 base64 hmac random
select 0
selectors 0 abc collections collections.abc math select sys
shlex 0 os re sys collections io
shutil 0 os sys stat fnmatch collections errno zlib bz2 !lzma posix
signal 0 _signal enum
socket 0 _socket os sys io selectors enum errno
stat 0 _stat
statistics 0 math numbers random sys fractions decimal itertools bisect functools operator collections _statistics
string 0 _string re collections
struct 0 _struct
subprocess 0 builtins errno io os time sys threading warnings contextlib types fcntl !msvcrt _posixsubprocess select selectors
tempfile 0 functools warnings io os shutil errno random sys types weakref _thread
textwrap 0 re
threading 0 os sys _thread warnings time _weakrefset itertools _collections >_thread
time 0
token 0
tokenize 0 builtins codecs collections functools io itertools re sys token _tokenize
traceback 0 collections collections.abc itertools linecache sys textwrap warnings contextlib _colorize
types 0 sys
typing 0 abc collections collections.abc copyreg functools operator sys types _typing
unittest p7 unittest unittest.result unittest.case unittest.suite unittest.loader unittest.main unittest.runner unittest.signals
unittest.case 7 sys functools difflib pprint re warnings collections contextlib traceback time types unittest unittest.result unittest.util
unittest.loader 7 os re sys traceback types functools fnmatch unittest unittest.case unittest.suite unittest.util
unittest.main 7 sys argparse os unittest unittest.loader unittest.runner unittest.signals
unittest.result 7 io sys traceback unittest unittest.util functools
unittest.runner 7 sys time warnings unittest unittest.result unittest.case unittest.signals
unittest.signals 7 signal weakref functools
unittest.suite 7 sys unittest unittest.case unittest.util
unittest.util 7 collections os os.path
urllib p0
urllib.parse 0 collections functools math re types warnings ipaddress
uuid 0 os sys enum !_uuid
warnings 0 sys _warnings
weakref 0 _weakref _weakrefset _collections_abc sys itertools
zlib 0`
