/* NEON (AArch64): 16 bytes in an iteration. A mask has four bits for each byte: what a narrowing shift leaves of a comparison. */
#include "common.h"
#include <arm_neon.h>

#define DX(name) dx_neon_##name

typedef uint8x16_t V;
typedef uint64_t M;
#define W 16
#define STRIDE 4
#define M_ALL 0xffffffffffffffffull

INLINE M m_low(ix n) { return (1ull << (4 * n)) - 1; }

INLINE V v_load(const uint8_t *p) { return vld1q_u8(p); }
INLINE void v_store(uint8_t *p, V v) { vst1q_u8(p, v); }
INLINE V v_splat(uint8_t c) { return vdupq_n_u8(c); }

INLINE V v_rest(const uint8_t *p, ix n)
{
  uint8_t block[W];
  v_store(block, v_splat(0));
  copy_bytes(block, p, n);
  return v_load(block);
}

INLINE void v_store_rest(uint8_t *p, V v, ix n)
{
  uint8_t block[W];
  v_store(block, v);
  copy_bytes(p, block, n);
}

/* Lanes are all ones or all zeros. */
INLINE M mask_of(V lanes) { return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(lanes), 4)), 0); }

INLINE V v_unlike(V a, V b) { return veorq_u8(a, b); }
INLINE V v_or(V a, V b) { return vorrq_u8(a, b); }
INLINE int v_zero(V v) { return vmaxvq_u8(v) == 0; }
INLINE M v_eq(V a, V b) { return mask_of(vceqq_u8(a, b)); }
INLINE M v_high(V v) { return mask_of(vcgeq_u8(v, v_splat(128))); }

INLINE V within(V v, uint8_t lo, uint8_t span) { return vcleq_u8(vsubq_u8(v, v_splat(lo)), v_splat(span)); }
INLINE V v_flip(V v, uint8_t lo) { return veorq_u8(v, vandq_u8(within(v, lo, 25), v_splat(32))); }
INLINE V v_swap(V v) { return veorq_u8(v, vandq_u8(within(vorrq_u8(v, v_splat(32)), 'a', 25), v_splat(32))); }
INLINE V v_pick(V v, V a, V b) { return vbslq_u8(vceqq_u8(v, a), b, v); }

/* A byte is in the set if the bit of its high half is in the row of its low half. A look-up gives zero for indices from 16. */
typedef struct {
  V low, high;
} SET;

INLINE SET set_of(const uint8_t *set)
{
  SET s = {vld1q_u8(set), vld1q_u8(set + 16)};
  return s;
}

INLINE M v_in(V v, SET set)
{
  const V bits = vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201ull));
  V index = vandq_u8(v, v_splat(0x8f));
  V row = vorrq_u8(vqtbl1q_u8(set.low, index), vqtbl1q_u8(set.high, veorq_u8(index, v_splat(0x80))));
  return mask_of(vtstq_u8(row, vqtbl1q_u8(bits, vshrq_n_u8(v, 4))));
}

/* Four tables of 64. */
typedef struct {
  uint8x16x4_t part[4];
} TABLE;

INLINE TABLE table_of(const uint8_t *table)
{
  TABLE t;
  for (int k = 0; k < 4; k++) t.part[k] = vld1q_u8_x4(table + 64 * k);
  return t;
}

INLINE V v_lookup(V v, TABLE t)
{
  V out = vqtbl4q_u8(t.part[0], v);
  for (int k = 1; k < 4; k++) out = vqtbx4q_u8(out, t.part[k], vsubq_u8(v, v_splat((uint8_t)(64 * k))));
  return out;
}

INLINE void v_hex16(uint8_t *dst, const uint8_t *p)
{
  static const uint8_t letters[16] = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  V digits = vld1q_u8(letters), v = vld1q_u8(p);
  uint8x16x2_t pair = {{vqtbl1q_u8(digits, vshrq_n_u8(v, 4)), vqtbl1q_u8(digits, vandq_u8(v, v_splat(15)))}};
  vst2q_u8(dst, pair);
}

INLINE ix m_first(M m) { return __builtin_ctzll(m) >> 2; }
INLINE ix m_last(M m) { return (63 - __builtin_clzll(m)) >> 2; }
INLINE ix m_count(M m) { return __builtin_popcountll(m) >> 2; }
INLINE M m_drop_first(M m) { return m & ~(15ull << (__builtin_ctzll(m) & 60)); }
INLINE M m_drop_last(M m) { return m & ~(15ull << ((63 - __builtin_clzll(m)) & 60)); }

/* Lanes count down from zero: a lane takes 255 blocks. */
INLINE int32_t count_many(const uint8_t *s, ix *at, ix to, V x)
{
  uint64_t total = 0;
  ix i = *at;
  while (i + W <= to) {
    V lanes = v_splat(0);
    for (int k = 0; k < 255 && i + W <= to; k++, i += W) lanes = vsubq_u8(lanes, vceqq_u8(v_load(s + i), x));
    total += vaddlvq_u8(lanes);
  }
  *at = i;
  return (int32_t)total;
}
#define V_COUNT_MANY count_many

/* Of sixteen bytes the words of a mask, at the front. */
INLINE void keep_words(void *out, const void *p, unsigned words)
{
  vst1q_u8((uint8_t *)out, vqtbl1q_u8(vld1q_u8((const uint8_t *)p), vld1q_u8(to_front[words])));
}

#define KEEP_LANES(T) (ix)(16 / sizeof(T))
INLINE ix keep_ints(int32_t *out, const int32_t *x, uint32x4_t fit)
{
  static const uint32_t bits[4] = {1, 2, 4, 8};
  unsigned words = vaddvq_u32(vandq_u32(fit, vld1q_u32(bits)));
  keep_words(out, x, words);
  return __builtin_popcount(words);
}
INLINE ix keep_doubles(double *out, const double *x, uint64x2_t fit)
{
  unsigned first = vgetq_lane_u64(fit, 0) & 1, second = vgetq_lane_u64(fit, 1) & 1;
  keep_words(out, x, first * 3 + second * 12);
  return first + second;
}

#define INTS_lt vcltq_s32
#define INTS_le vcleq_s32
#define INTS_eq vceqq_s32
#define INTS_ne(a, b) vmvnq_u32(vceqq_s32(a, b))
#define INTS_gt vcgtq_s32
#define INTS_ge vcgeq_s32
#define DOUBLES_lt vcltq_f64
#define DOUBLES_le vcleq_f64
#define DOUBLES_eq vceqq_f64
#define DOUBLES_ne(a, b) vreinterpretq_u64_u32(vmvnq_u32(vreinterpretq_u32_u64(vceqq_f64(a, b))))
#define DOUBLES_gt vcgtq_f64
#define DOUBLES_ge vcgeq_f64
#define KEEP_INTS(T, name, word, op)                                                                                       \
  INLINE ix DX(keep_##name##_##word)(T *out, const T *x, T v)                                                              \
  {                                                                                                                        \
    return keep_ints(out, x, INTS_##word(vld1q_s32(x), vdupq_n_s32(v)));                                                   \
  }
#define KEEP_DOUBLES(T, name, word, op)                                                                                    \
  INLINE ix DX(keep_##name##_##word)(T *out, const T *x, T v)                                                              \
  {                                                                                                                        \
    return keep_doubles(out, x, DOUBLES_##word(vld1q_f64(x), vdupq_n_f64(v)));                                             \
  }
EACH_COMPARISON(KEEP_INTS, int32_t, i)
EACH_COMPARISON(KEEP_DOUBLES, double, d)

#include "vector.h"
