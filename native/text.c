/*
 * Texts of JavaScript where they lie in memory: the address of the characters of a string, and strings over memory that is filled here. Loaded as an add-on
 * of Node's (Node-API); what it calls comes from the program that loads it.
 *
 * Node-API copies every string. The address is read from JavaScriptCore's own structures instead, as they are in the versions of Bun that ffi/texts.ts lists:
 * a value that is a string points to a cell whose second word is the address of the implementation (its lowest bits are set where the text is not put
 * together yet), and that holds a count of references, the length, the address of the characters and flags.
 */
#if !defined(_WIN32)
#include "common.h"

typedef struct napi_env__ *napi_env;
typedef struct napi_callback_info__ *napi_callback_info;
typedef const uint8_t *napi_value;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
typedef void (*napi_finalize)(napi_env, void *data, void *hint);

int napi_get_cb_info(napi_env, napi_callback_info, size_t *argc, napi_value *argv, napi_value *self, void **data);
int napi_create_function(napi_env, const char *name, size_t length, napi_callback, void *data, napi_value *result);
int napi_set_named_property(napi_env, napi_value object, const char *name, napi_value value);
int napi_get_value_double(napi_env, napi_value, double *result);
int napi_get_typedarray_info(napi_env, napi_value, int *type, size_t *length, void **data, napi_value *buffer, size_t *offset);
int node_api_create_external_string_latin1(napi_env, char *text, size_t length, napi_finalize, void *hint, napi_value *result, _Bool *copied);

void *mmap(void *address, size_t length, int protection, int flags, int file, int64_t offset);
int munmap(void *address, size_t length);
int madvise(void *address, size_t length, int advice);

#define PROT_READ_WRITE 3
#define MAP_FAILED ((void *)-1)
#define HUGE_PAGE ((size_t)1 << 21)
#if defined(__APPLE__)
#define MAP_PRIVATE_ANONYMOUS 0x1002
#else
#define MAP_PRIVATE_ANONYMOUS 0x22
#define MADV_HUGEPAGE 14
#endif

/* Flag of an implementation whose characters are bytes. */
#define IS_8BIT 4

/* Where answers are written: numbers of TypeScript's side. */
static double *answers;

INLINE uint64_t word(const uint8_t *at)
{
  uint64_t w;
  __builtin_memcpy(&w, at, 8);
  return w;
}

INLINE uint32_t half(const uint8_t *at)
{
  uint32_t w;
  __builtin_memcpy(&w, at, 4);
  return w;
}

/* use(numbers): where to write answers; at least four doubles that never move. */
static napi_value use(napi_env env, napi_callback_info info)
{
  size_t n = 1;
  napi_value arg;
  void *data = 0;
  if (napi_get_cb_info(env, info, &n, &arg, 0, 0) == 0 && napi_get_typedarray_info(env, arg, 0, 0, &data, 0, 0) == 0)
    answers = data;
  return 0;
}

/* look(string): the address of its characters, how many, and 1 where a character is a byte; address 0 where it is not put together. */
static napi_value look(napi_env env, napi_callback_info info)
{
  size_t n = 1;
  napi_value arg;
  answers[0] = 0;
  if (napi_get_cb_info(env, info, &n, &arg, 0, 0) != 0) return 0;
  uint64_t text = word(arg + 8);
  if (text & 7) return 0;
  const uint8_t *implementation = (const uint8_t *)(uintptr_t)text;
  answers[0] = (double)word(implementation + 8);
  answers[1] = half(implementation + 4);
  answers[2] = half(implementation + 16) & IS_8BIT ? 1 : 0;
  return 0;
}

/*
 * A few rooms that are not in use, of at most KEPT bytes each: page faults of a new one take three times as long as filling it. The size of a room is
 * written at its beginning. Texts may be collected by another thread than the program's: a slot is only ever exchanged.
 */
#define KEPT ((size_t)64 << 20)
#define SLOTS 3
static char *kept[SLOTS];

static void drop(char *at, size_t size)
{
  if (size <= KEPT) {
    __builtin_memcpy(at, &size, sizeof size);
    for (int i = 0; i < SLOTS; i++) {
      char *none = 0;
      if (__atomic_compare_exchange_n(&kept[i], &none, at, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) return;
    }
  }
  munmap(at, size);
}

/* A kept room of this size or up to twice as much, which is answered in *size. Others make place for those that are asked for now. */
static char *take(size_t *size)
{
  for (int i = 0; i < SLOTS; i++) {
    char *at = __atomic_exchange_n(&kept[i], 0, __ATOMIC_ACQ_REL);
    if (at == 0) continue;
    size_t has;
    __builtin_memcpy(&has, at, sizeof has);
    if (has >= *size && has / 2 <= *size) {
      *size = has;
      return at;
    }
    munmap(at, has);
  }
  return 0;
}

/* room(length): memory of whole pages for a text, as address and size; address 0 where there is none. */
static napi_value room(napi_env env, napi_callback_info info)
{
  size_t n = 1;
  napi_value arg;
  double length = 0;
  answers[0] = 0;
  if (napi_get_cb_info(env, info, &n, &arg, 0, 0) != 0 || napi_get_value_double(env, arg, &length) != 0) return 0;
  /* Whole huge pages where that wastes little, and so many more bytes that the room can begin with one. */
  size_t page = length < 8 * HUGE_PAGE ? 1 << 16 : HUGE_PAGE;
  size_t size = ((size_t)length + page - 1) & ~(page - 1);
  char *again = take(&size);
  if (again != 0) {
    answers[0] = (double)(uintptr_t)again;
    answers[1] = (double)size;
    return 0;
  }
  char *all = mmap(0, size + HUGE_PAGE, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) return 0;
  size_t before = (HUGE_PAGE - ((uintptr_t)all & (HUGE_PAGE - 1))) & (HUGE_PAGE - 1);
  if (before > 0) munmap(all, before);
  if (before < HUGE_PAGE) munmap(all + before + size, HUGE_PAGE - before);
#if defined(MADV_HUGEPAGE)
  madvise(all + before, size, MADV_HUGEPAGE);
#endif
  answers[0] = (double)(uintptr_t)(all + before);
  answers[1] = (double)size;
  return 0;
}

static void unmap(napi_env env, void *data, void *hint)
{
  (void)env;
  drop(data, (size_t)hint);
}

/* Numbers of a call: address, size, length. */
static int numbers(napi_env env, napi_callback_info info, double *out, size_t want)
{
  napi_value args[3];
  size_t n = want;
  if (napi_get_cb_info(env, info, &n, args, 0, 0) != 0) return 0;
  for (size_t i = 0; i < want; i++)
    if (napi_get_value_double(env, args[i], &out[i]) != 0) return 0;
  return 1;
}

/* free(address, size): gives memory back that became no text. */
static napi_value give_back(napi_env env, napi_callback_info info)
{
  double d[2];
  if (numbers(env, info, d, 2)) drop((char *)(uintptr_t)d[0], (size_t)d[1]);
  return 0;
}

/* adopt(address, size, length): the text of its first bytes, which owns the memory from now on; undefined where there is none. */
static napi_value adopt(napi_env env, napi_callback_info info)
{
  double d[3];
  napi_value text = 0;
  _Bool copied = 0;
  if (!numbers(env, info, d, 3)) return 0;
  void *data = (void *)(uintptr_t)d[0];
  if (node_api_create_external_string_latin1(env, data, (size_t)d[2], unmap, (void *)(size_t)d[1], &text, &copied) != 0)
    return 0;
  return text;
}

INLINE void define(napi_env env, napi_value exports, const char *name, size_t length, napi_callback function)
{
  napi_value made;
  if (napi_create_function(env, name, length, function, 0, &made) == 0) napi_set_named_property(env, exports, name, made);
}

/* The experimental version: finalizers are called when a text is collected, and not by an event loop that a program may never come back to. */
DX_EXPORT int32_t node_api_module_get_api_version_v1(void) { return 0x7fffffff; }

DX_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports)
{
  define(env, exports, "use", 3, use);
  define(env, exports, "look", 4, look);
  define(env, exports, "room", 4, room);
  define(env, exports, "free", 4, give_back);
  define(env, exports, "adopt", 5, adopt);
  return exports;
}
#endif
