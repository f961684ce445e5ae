/*
 * The kernels of dxpy: every function once for each instruction set, as dx_SET_NAME (dx_avx2_count_byte).
 *
 * Freestanding C11: no C library, no allocation, no state. What crosses the border to TypeScript is int32_t, double and pointers
 * only, because 64-bit integers are slow there. A range is [from, to) of a buffer, 0 <= from <= to <= INT32_MAX; a result of -1
 * means "none". A needle has m >= 1 bytes. A destination never overlaps a source. A pointer to nothing is never read.
 *
 * A set of bytes is a bitmap of 32 bytes in the order in which a shuffle looks it up: bit h of set[l] is byte 16 * h + l,
 * bit h of set[16 + l] is byte 128 + 16 * h + l.
 */
#ifndef DX_SIMD_H
#define DX_SIMD_H
#include <stdint.h>

#if defined(_WIN32)
#define DX_EXPORT __declspec(dllexport)
#else
#define DX_EXPORT __attribute__((visibility("default")))
#endif

#define DX_RANGE const uint8_t *s, int32_t from, int32_t to
#define DX_NEEDLE const uint8_t *sub, int32_t m

/* K(name, parameters): all kernels return int32_t. */
#define DX_STRING_KERNELS(K)                                                                                               \
  /* First, last position of a byte; how often it occurs. */                                                               \
  K(find_byte, (DX_RANGE, int32_t c))                                                                                      \
  K(rfind_byte, (DX_RANGE, int32_t c))                                                                                     \
  K(count_byte, (DX_RANGE, int32_t c))                                                                                     \
  /* First, last position of a needle; occurrences that do not overlap. Linear time, whatever the needle. */               \
  K(find, (DX_RANGE, DX_NEEDLE))                                                                                           \
  K(rfind, (DX_RANGE, DX_NEEDLE))                                                                                          \
  K(count, (DX_RANGE, DX_NEEDLE))                                                                                          \
  /* Whether n bytes are equal (1, 0); the first place where they differ. */                                               \
  K(eq, (const uint8_t *a, int32_t a_from, const uint8_t *b, int32_t b_from, int32_t n))                                   \
  K(mismatch, (const uint8_t *a, int32_t a_from, const uint8_t *b, int32_t b_from, int32_t n))                             \
  /* ASCII letters in the other case; other bytes as they are. */                                                          \
  K(to_lowercase, (uint8_t * dst, DX_RANGE))                                                                               \
  K(to_uppercase, (uint8_t * dst, DX_RANGE))                                                                               \
  K(swapcase, (uint8_t * dst, DX_RANGE))                                                                                   \
  /* Each byte mapped by a table of 256; the same (table null: as it is) without the bytes of a set: how many. */          \
  K(translate, (uint8_t * dst, DX_RANGE, const uint8_t *table))                                                            \
  K(translate_delete, (uint8_t * dst, DX_RANGE, const uint8_t *table, const uint8_t *set))                                 \
  /* One byte for another; up to `limit` occurrences of a needle replaced by f bytes: the length written. */               \
  K(replace_byte, (uint8_t * dst, DX_RANGE, int32_t old, int32_t fresh))                                                   \
  K(replace, (uint8_t * dst, DX_RANGE, DX_NEEDLE, const uint8_t *fresh, int32_t f, int32_t limit))                         \
  /* Positions of the occurrences, up to `cap` of them: how many. */                                                       \
  K(offsets_byte, (DX_RANGE, int32_t c, int32_t *out, int32_t cap))                                                        \
  K(offsets, (DX_RANGE, DX_NEEDLE, int32_t *out, int32_t cap))                                                             \
  /* Ends of lines (bytes of the set; \r\n is one end) as pairs: where the end begins, where the next line begins. */      \
  K(lines, (DX_RANGE, const uint8_t *set, int32_t *out, int32_t cap))                                                      \
  /* Maximal runs of bytes outside the set, as pairs [begin, end). */                                                      \
  K(words, (DX_RANGE, const uint8_t *set, int32_t *out, int32_t cap))                                                      \
  /* First byte in the set, first and last byte outside it, number of bytes in it. */                                      \
  K(first_in, (DX_RANGE, const uint8_t *set))                                                                              \
  K(first_not_in, (DX_RANGE, const uint8_t *set))                                                                          \
  K(last_not_in, (DX_RANGE, const uint8_t *set))                                                                           \
  K(count_in, (DX_RANGE, const uint8_t *set))                                                                              \
  /* First byte that is not ASCII. */                                                                                      \
  K(first_high, (DX_RANGE))                                                                                                \
  /* Two hexadecimal digits for each byte; bytes from pairs of digits, answering how many pairs were good. */              \
  K(hex, (uint8_t * dst, DX_RANGE))                                                                                        \
  K(unhex, (uint8_t * dst, DX_RANGE))                                                                                      \
  /* k pieces [begin, end) of a buffer, one after another with a separator between them: the length written. */            \
  K(join, (uint8_t * dst, const uint8_t *s, const int32_t *pieces, int32_t k, const uint8_t *sep, int32_t m))

/*
 * Numbers. `type` is the letter of Python's array module (b B h H i I q Q f d), n the number of elements. A sum is written to
 * out: of ints out[0] + 2**32 * out[1] (64-bit ints), of floats a double, compensated in the order of CPython's sum().
 * min_of and max_of write the element as a 64-bit int or a double; count_of and index_of read what they compare with from there.
 */
#define DX_NUMBER_KERNELS(K)                                                                                               \
  K(sum_of, (int32_t type, const void *items, int32_t n, void *out))                                                       \
  K(min_of, (int32_t type, const void *items, int32_t n, void *out))                                                       \
  K(max_of, (int32_t type, const void *items, int32_t n, void *out))                                                       \
  K(count_of, (int32_t type, const void *items, int32_t n, const void *value))                                             \
  K(index_of, (int32_t type, const void *items, int32_t from, int32_t n, const void *value))                               \
  /* Of `i` or `d` only: how many compare so with the value (0 <, 1 <=, 2 ==, 3 !=, 4 >, 5 >=), and the first `cap` of those. */ \
  K(count_where, (int32_t type, const void *items, int32_t n, int32_t comparison, const void *value))                      \
  K(keep_where, (int32_t type, const void *items, int32_t n, int32_t comparison, const void *value, void *out, int32_t cap))

#define DX_KERNELS(K) DX_STRING_KERNELS(K) DX_NUMBER_KERNELS(K)

#define DX_DECLARE_SCALAR(name, parameters) DX_EXPORT int32_t dx_scalar_##name parameters;
#define DX_DECLARE_AVX2(name, parameters) DX_EXPORT int32_t dx_avx2_##name parameters;
#define DX_DECLARE_AVX512(name, parameters) DX_EXPORT int32_t dx_avx512_##name parameters;
#define DX_DECLARE_NEON(name, parameters) DX_EXPORT int32_t dx_neon_##name parameters;
DX_KERNELS(DX_DECLARE_SCALAR)
DX_KERNELS(DX_DECLARE_AVX2)
DX_KERNELS(DX_DECLARE_AVX512)
DX_KERNELS(DX_DECLARE_NEON)

/* What the processor can do and the operating system keeps: a sum of these. */
#define DX_HAS_AVX2 1     /* with BMI1, BMI2, POPCNT, LZCNT and ymm state */
#define DX_HAS_AVX512F 2  /* with opmask and zmm state */
#define DX_HAS_AVX512BW 4
#define DX_HAS_NEON 8
DX_EXPORT int32_t dx_features(void);

#endif
