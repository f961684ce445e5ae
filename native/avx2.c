/* AVX2 with BMI: 32 bytes in an iteration. */
#include "common.h"
#include <immintrin.h>

#define DX(name) dx_avx2_##name

typedef __m256i V;
typedef uint32_t M;
#define W 32
#define STRIDE 1
#define M_ALL 0xffffffffu

INLINE V v_load(const uint8_t *p) { return _mm256_loadu_si256((const __m256i *)(const void *)p); }
INLINE void v_store(uint8_t *p, V v) { _mm256_storeu_si256((__m256i *)(void *)p, v); }
INLINE V v_splat(uint8_t c) { return _mm256_set1_epi8((char)c); }

INLINE V v_rest(const uint8_t *p, ix n)
{
  uint8_t block[W];
  v_store(block, _mm256_setzero_si256());
  copy_bytes(block, p, n);
  return v_load(block);
}

INLINE void v_store_rest(uint8_t *p, V v, ix n)
{
  uint8_t block[W];
  v_store(block, v);
  copy_bytes(p, block, n);
}

INLINE M v_high(V v) { return (M)_mm256_movemask_epi8(v); }
INLINE V v_unlike(V a, V b) { return _mm256_xor_si256(a, b); }
INLINE V v_or(V a, V b) { return _mm256_or_si256(a, b); }
INLINE int v_zero(V v) { return _mm256_testz_si256(v, v); }
INLINE M v_eq(V a, V b) { return v_high(_mm256_cmpeq_epi8(a, b)); }

INLINE V within(V v, uint8_t lo, uint8_t span)
{
  V t = _mm256_sub_epi8(v, v_splat(lo));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(t, v_splat(span)), t);
}

INLINE V v_flip(V v, uint8_t lo) { return _mm256_xor_si256(v, _mm256_and_si256(within(v, lo, 25), v_splat(32))); }
INLINE V v_swap(V v)
{
  V letter = within(_mm256_or_si256(v, v_splat(32)), 'a', 25);
  return _mm256_xor_si256(v, _mm256_and_si256(letter, v_splat(32)));
}
INLINE V v_pick(V v, V a, V b) { return _mm256_blendv_epi8(v, b, _mm256_cmpeq_epi8(v, a)); }

/* A byte is in the set if the bit of its high half is in the row of its low half. A shuffle gives zero for indices from 128. */
typedef struct {
  V low, high;
} SET;

INLINE V twice(const uint8_t *p) { return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)p)); }

INLINE SET set_of(const uint8_t *set)
{
  SET s = {twice(set), twice(set + 16)};
  return s;
}

INLINE M v_in(V v, SET set)
{
  const V bits = _mm256_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128, 1,
                                  2, 4, 8, 16, 32, 64, -128);
  V index = _mm256_and_si256(v, v_splat(0x8f));
  V row = _mm256_or_si256(_mm256_shuffle_epi8(set.low, index),
                          _mm256_shuffle_epi8(set.high, _mm256_xor_si256(index, v_splat(0x80))));
  V bit = _mm256_shuffle_epi8(bits, _mm256_and_si256(_mm256_srli_epi16(v, 4), v_splat(15)));
  return v_high(_mm256_cmpeq_epi8(_mm256_and_si256(row, bit), bit));
}

/* Sixteen rows of sixteen; of the indices into a row all but its own are pushed beyond 127 by a saturating addition. */
typedef struct {
  V row[16];
} TABLE;

INLINE TABLE table_of(const uint8_t *table)
{
  TABLE t;
  for (int k = 0; k < 16; k++) t.row[k] = twice(table + 16 * k);
  return t;
}

INLINE V v_lookup(V v, TABLE t)
{
  V out = _mm256_setzero_si256();
  for (int k = 0; k < 16; k++) {
    V index = _mm256_adds_epu8(_mm256_xor_si256(v, v_splat((uint8_t)(k << 4))), v_splat(0x70));
    out = _mm256_or_si256(out, _mm256_shuffle_epi8(t.row[k], index));
  }
  return out;
}

#include "x86.h"

INLINE M m_low(ix n) { return (M)((1ull << n) - 1); }
INLINE ix m_first(M m) { return __builtin_ctz(m); }
INLINE ix m_last(M m) { return 31 - __builtin_clz(m); }
INLINE ix m_count(M m) { return __builtin_popcount(m); }
INLINE M m_drop_first(M m) { return m & (m - 1); }
INLINE M m_drop_last(M m) { return m & ~(0x80000000u >> __builtin_clz(m)); }

/* Lanes count down from zero: a lane takes 255 blocks. */
INLINE int32_t count_many(const uint8_t *s, ix *at, ix to, V x)
{
  V total = _mm256_setzero_si256();
  ix i = *at;
  while (i + W <= to) {
    V lanes = _mm256_setzero_si256();
    for (int k = 0; k < 255 && i + W <= to; k++, i += W)
      lanes = _mm256_sub_epi8(lanes, _mm256_cmpeq_epi8(v_load(s + i), x));
    total = _mm256_add_epi64(total, _mm256_sad_epu8(lanes, _mm256_setzero_si256()));
  }
  *at = i;
  return (int32_t)(_mm256_extract_epi64(total, 0) + _mm256_extract_epi64(total, 1) + _mm256_extract_epi64(total, 2) +
                   _mm256_extract_epi64(total, 3));
}
#define V_COUNT_MANY count_many

/* Of sixteen bytes the words of a mask, at the front. */
INLINE void keep_words(void *out, const void *p, unsigned words)
{
  __m128i order = _mm_loadu_si128((const __m128i *)(const void *)to_front[words]);
  _mm_storeu_si128((__m128i *)out, _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)p), order));
}

/* A mask of two doubles as one of four words. */
INLINE unsigned words_of(unsigned two) { return (two & 1) * 3 | (two & 2) * 6; }

#define KEEP_LANES(T) (ix)(32 / sizeof(T))
INLINE ix keep_ints(int32_t *out, const int32_t *x, V fit)
{
  unsigned m = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(fit));
  ix low = __builtin_popcount(m & 15);
  keep_words(out, x, m & 15);
  keep_words(out + low, x + 4, m >> 4);
  return low + __builtin_popcount(m >> 4);
}
INLINE ix keep_doubles(double *out, const double *x, __m256d fit)
{
  unsigned m = (unsigned)_mm256_movemask_pd(fit);
  ix low = __builtin_popcount(m & 3);
  keep_words(out, x, words_of(m & 3));
  keep_words(out + low, x + 2, words_of(m >> 2));
  return low + __builtin_popcount(m >> 2);
}

#define ITEMS _mm256_loadu_si256((const __m256i *)(const void *)x)
#define VALUE _mm256_set1_epi32(v)
#define INVERSE(c) _mm256_xor_si256(c, _mm256_set1_epi32(-1))
#define INTS_lt _mm256_cmpgt_epi32(VALUE, ITEMS)
#define INTS_le INVERSE(INTS_gt)
#define INTS_eq _mm256_cmpeq_epi32(ITEMS, VALUE)
#define INTS_ne INVERSE(INTS_eq)
#define INTS_gt _mm256_cmpgt_epi32(ITEMS, VALUE)
#define INTS_ge INVERSE(INTS_lt)
#define CMP_lt _CMP_LT_OQ
#define CMP_le _CMP_LE_OQ
#define CMP_eq _CMP_EQ_OQ
#define CMP_ne _CMP_NEQ_UQ
#define CMP_gt _CMP_GT_OQ
#define CMP_ge _CMP_GE_OQ
#define KEEP_INTS(T, name, word, op)                                                                                       \
  INLINE ix DX(keep_##name##_##word)(T *out, const T *x, T v) { return keep_ints(out, x, INTS_##word); }
#define KEEP_DOUBLES(T, name, word, op)                                                                                    \
  INLINE ix DX(keep_##name##_##word)(T *out, const T *x, T v)                                                              \
  {                                                                                                                        \
    return keep_doubles(out, x, _mm256_cmp_pd(_mm256_loadu_pd(x), _mm256_set1_pd(v), CMP_##word));                         \
  }
EACH_COMPARISON(KEEP_INTS, int32_t, i)
EACH_COMPARISON(KEEP_DOUBLES, double, d)

#include "vector.h"
