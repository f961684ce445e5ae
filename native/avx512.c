/* AVX-512 F and BW: 64 bytes in an iteration, masks in mask registers, the rest of a range by masked loads and stores. */
#include "common.h"
#include <immintrin.h>

#define DX(name) dx_avx512_##name

typedef __m512i V;
typedef uint64_t M;
#define W 64
#define STRIDE 1
#define M_ALL 0xffffffffffffffffull

INLINE M m_low(ix n) { return (1ull << n) - 1; }

INLINE V v_load(const uint8_t *p) { return _mm512_loadu_si512(p); }
INLINE void v_store(uint8_t *p, V v) { _mm512_storeu_si512(p, v); }
INLINE V v_splat(uint8_t c) { return _mm512_set1_epi8((char)c); }
INLINE V v_rest(const uint8_t *p, ix n) { return _mm512_maskz_loadu_epi8(m_low(n), p); }
INLINE void v_store_rest(uint8_t *p, V v, ix n) { _mm512_mask_storeu_epi8(p, m_low(n), v); }

INLINE M v_high(V v) { return _mm512_movepi8_mask(v); }
INLINE V v_unlike(V a, V b) { return _mm512_xor_si512(a, b); }
INLINE V v_or(V a, V b) { return _mm512_or_si512(a, b); }
INLINE int v_zero(V v) { return _mm512_test_epi8_mask(v, v) == 0; }
INLINE M v_eq(V a, V b) { return _mm512_cmpeq_epi8_mask(a, b); }

INLINE M within(V v, uint8_t lo, uint8_t span)
{
  return _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, v_splat(lo)), v_splat(span));
}

INLINE V flipped(V v, M where)
{
  return _mm512_mask_blend_epi8(where, v, _mm512_xor_si512(v, v_splat(32)));
}
INLINE V v_flip(V v, uint8_t lo) { return flipped(v, within(v, lo, 25)); }
INLINE V v_swap(V v) { return flipped(v, within(_mm512_or_si512(v, v_splat(32)), 'a', 25)); }
INLINE V v_pick(V v, V a, V b) { return _mm512_mask_mov_epi8(v, v_eq(v, a), b); }

/* A byte is in the set if the bit of its high half is in the row of its low half. A shuffle gives zero for indices from 128. */
typedef struct {
  V low, high;
} SET;

INLINE V four_times(const uint8_t *p) { return _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)p)); }

INLINE SET set_of(const uint8_t *set)
{
  SET s = {four_times(set), four_times(set + 16)};
  return s;
}

INLINE M v_in(V v, SET set)
{
  const V bits = _mm512_set1_epi64((long long)0x8040201008040201ull);
  V index = _mm512_and_si512(v, v_splat(0x8f));
  V row = _mm512_or_si512(_mm512_shuffle_epi8(set.low, index),
                          _mm512_shuffle_epi8(set.high, _mm512_xor_si512(index, v_splat(0x80))));
  V bit = _mm512_shuffle_epi8(bits, _mm512_and_si512(_mm512_srli_epi16(v, 4), v_splat(15)));
  return _mm512_test_epi8_mask(row, bit);
}

/* Sixteen rows of sixteen; of the indices into a row all but its own are pushed beyond 127 by a saturating addition. */
typedef struct {
  V row[16];
} TABLE;

INLINE TABLE table_of(const uint8_t *table)
{
  TABLE t;
  for (int k = 0; k < 16; k++) t.row[k] = four_times(table + 16 * k);
  return t;
}

INLINE V v_lookup(V v, TABLE t)
{
  V out = _mm512_setzero_si512();
  for (int k = 0; k < 16; k++) {
    V index = _mm512_adds_epu8(_mm512_xor_si512(v, v_splat((uint8_t)(k << 4))), v_splat(0x70));
    out = _mm512_or_si512(out, _mm512_shuffle_epi8(t.row[k], index));
  }
  return out;
}

#include "x86.h"

INLINE ix m_first(M m) { return __builtin_ctzll(m); }
INLINE ix m_last(M m) { return 63 - __builtin_clzll(m); }
INLINE ix m_count(M m) { return __builtin_popcountll(m); }
INLINE M m_drop_first(M m) { return m & (m - 1); }
INLINE M m_drop_last(M m) { return m & ~(0x8000000000000000ull >> __builtin_clzll(m)); }

#define KEEP_LANES(T) (ix)(64 / sizeof(T))
#define KEEP(T, name, word, op)                                                                                            \
  INLINE ix DX(keep_##name##_##word)(T *out, const T *x, T v)                                                              \
  {                                                                                                                        \
    KEEP_##name(INT_##word, CMP_##word)                                                                                      \
  }
#define INT_lt _MM_CMPINT_LT
#define INT_le _MM_CMPINT_LE
#define INT_eq _MM_CMPINT_EQ
#define INT_ne _MM_CMPINT_NE
#define INT_gt _MM_CMPINT_NLE
#define INT_ge _MM_CMPINT_NLT
#define CMP_lt _CMP_LT_OQ
#define CMP_le _CMP_LE_OQ
#define CMP_eq _CMP_EQ_OQ
#define CMP_ne _CMP_NEQ_UQ
#define CMP_gt _CMP_GT_OQ
#define CMP_ge _CMP_GE_OQ
#define KEEP_i(of_ints, of_floats)                                                                                         \
  __m512i items = _mm512_loadu_si512(x);                                                                                   \
  __mmask16 fit = _mm512_cmp_epi32_mask(items, _mm512_set1_epi32(v), of_ints);                                             \
  _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(fit, items));                                                       \
  return __builtin_popcount(fit);
#define KEEP_d(of_ints, of_floats)                                                                                         \
  __m512d items = _mm512_loadu_pd(x);                                                                                      \
  __mmask8 fit = _mm512_cmp_pd_mask(items, _mm512_set1_pd(v), of_floats);                                                  \
  _mm512_storeu_pd(out, _mm512_maskz_compress_pd(fit, items));                                                             \
  return __builtin_popcount(fit);
EACH_COMPARISON(KEEP, int32_t, i)
EACH_COMPARISON(KEEP, double, d)

#include "vector.h"
