/* What all instruction sets share: index type, small copies and comparisons, hexadecimal digits, searching in linear time. */
#ifndef DX_COMMON_H
#define DX_COMMON_H
#include "dx_simd.h"
#include <stddef.h>

#define INLINE static inline __attribute__((always_inline, unused))

/* Positions are computed in 64 bits, so that i + 64 does not overflow. */
typedef int64_t ix;

INLINE ix smaller(ix a, ix b) { return a < b ? a : b; }
INLINE ix larger(ix a, ix b) { return a > b ? a : b; }

INLINE int in_set(const uint8_t *set, uint8_t c) { return (set[(c & 15) | (c >> 7 << 4)] >> (c >> 4 & 7)) & 1; }

INLINE uint8_t lower_of(uint8_t c) { return (uint8_t)(c - 'A') < 26 ? c + 32 : c; }
INLINE uint8_t upper_of(uint8_t c) { return (uint8_t)(c - 'a') < 26 ? c - 32 : c; }
INLINE uint8_t swapped(uint8_t c) { return (uint8_t)((c | 32) - 'a') < 26 ? c ^ 32 : c; }

INLINE uint8_t hex_digit(uint8_t n) { return (uint8_t)(n < 10 ? '0' + n : 'a' - 10 + n); }
INLINE int hex_value(uint8_t c)
{
  uint8_t l = c | 32;
  return (uint8_t)(c - '0') < 10 ? c - '0' : (uint8_t)(l - 'a') < 6 ? l - 'a' + 10 : -1;
}

/* Comparisons of numbers, as the bytecode counts them. */
enum { COMPARES_lt, COMPARES_le, COMPARES_eq, COMPARES_ne, COMPARES_gt, COMPARES_ge };
#define EACH_COMPARISON(X, T, name)                                                                                        \
  X(T, name, lt, <) X(T, name, le, <=) X(T, name, eq, ==) X(T, name, ne, !=) X(T, name, gt, >) X(T, name, ge, >=)

/* Which of four words of four bytes are to be kept, the first lowest: a shuffle that brings them to the front. */
#define WORD(k) 4 * k, 4 * k + 1, 4 * k + 2, 4 * k + 3
#define NONE 255, 255, 255, 255
static const uint8_t to_front[16][16] __attribute__((unused)) = {
  {NONE, NONE, NONE, NONE},          {WORD(0), NONE, NONE, NONE},       {WORD(1), NONE, NONE, NONE},
  {WORD(0), WORD(1), NONE, NONE},    {WORD(2), NONE, NONE, NONE},       {WORD(0), WORD(2), NONE, NONE},
  {WORD(1), WORD(2), NONE, NONE},    {WORD(0), WORD(1), WORD(2), NONE}, {WORD(3), NONE, NONE, NONE},
  {WORD(0), WORD(3), NONE, NONE},    {WORD(1), WORD(3), NONE, NONE},    {WORD(0), WORD(1), WORD(3), NONE},
  {WORD(2), WORD(3), NONE, NONE},    {WORD(0), WORD(2), WORD(3), NONE}, {WORD(1), WORD(2), WORD(3), NONE},
  {WORD(0), WORD(1), WORD(2), WORD(3)},
};

/* Copies n bytes; the buffers do not overlap. Blocks of 16 of which the last two may overlap each other. */
INLINE void copy_bytes(uint8_t *dst, const uint8_t *src, ix n)
{
  if (n >= 16) {
    for (ix i = 0; i + 16 <= n; i += 16) __builtin_memcpy(dst + i, src + i, 16);
    __builtin_memcpy(dst + n - 16, src + n - 16, 16);
  } else if (n >= 8) {
    __builtin_memcpy(dst, src, 8);
    __builtin_memcpy(dst + n - 8, src + n - 8, 8);
  } else if (n >= 4) {
    __builtin_memcpy(dst, src, 4);
    __builtin_memcpy(dst + n - 4, src + n - 4, 4);
  } else if (n >= 2) {
    __builtin_memcpy(dst, src, 2);
    __builtin_memcpy(dst + n - 2, src + n - 2, 2);
  } else if (n == 1) {
    *dst = *src;
  }
}

/* Number of equal bytes at the beginning of a and b. */
INLINE ix agreement(const uint8_t *a, const uint8_t *b, ix n)
{
  ix i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t x, y;
    __builtin_memcpy(&x, a + i, 8);
    __builtin_memcpy(&y, b + i, 8);
    if (x != y) return i + (__builtin_ctzll(x ^ y) >> 3);
  }
  while (i < n && a[i] == b[i]) i++;
  return i;
}

/* Byte i of n counted from the front, or from the back: searching backwards is searching the reversed text. */
INLINE uint8_t byte_at(const uint8_t *p, ix n, ix i, int backwards) { return p[backwards ? n - 1 - i : i]; }

/* Where the maximal suffix of the needle begins, less one, for an order of bytes or its inverse; its period in *period. */
INLINE ix maximal_suffix(const uint8_t *x, ix m, int inverse, int backwards, ix *period)
{
  ix suffix = -1, candidate = 0, k = 1, p = 1;
  while (candidate + k < m) {
    uint8_t a = byte_at(x, m, candidate + k, backwards), b = byte_at(x, m, suffix + k, backwards);
    if (a == b) {
      if (k == p) {
        candidate += p;
        k = 1;
      } else {
        k++;
      }
    } else if (inverse ? a > b : a < b) {
      candidate += k;
      k = 1;
      p = candidate - suffix;
    } else {
      suffix = candidate++;
      k = p = 1;
    }
  }
  *period = p;
  return suffix;
}

/*
 * First occurrence of x in y in linear time and constant space (Crochemore and Perrin, "Two-way string-matching", 1991): for
 * needles and texts on which the vector search verifies too much.
 */
INLINE ix two_way(const uint8_t *y, ix n, const uint8_t *x, ix m, int backwards)
{
  ix p, q;
  ix cut = maximal_suffix(x, m, 0, backwards, &p), other = maximal_suffix(x, m, 1, backwards, &q);
  if (other > cut) {
    cut = other;
    p = q;
  }
  ix k = 0;
  while (k <= cut && p + k < m && byte_at(x, m, k, backwards) == byte_at(x, m, p + k, backwards)) k++;
  int periodic = k > cut;
  if (!periodic) p = larger(cut + 1, m - cut - 1) + 1;
  ix known = -1;
  for (ix j = 0; j + m <= n;) {
    ix i = larger(cut, known) + 1;
    while (i < m && byte_at(x, m, i, backwards) == byte_at(y, n, i + j, backwards)) i++;
    if (i < m) {
      j += i - cut;
      known = -1;
      continue;
    }
    i = cut;
    while (i > known && byte_at(x, m, i, backwards) == byte_at(y, n, i + j, backwards)) i--;
    if (i <= known) return backwards ? n - m - j : j;
    j += p;
    known = periodic ? m - p - 1 : -1;
  }
  return -1;
}

/* Kept out of line: it is rare. */
static __attribute__((noinline, unused)) ix slow_find(const uint8_t *s, ix from, ix to, const uint8_t *sub, ix m)
{
  ix at = two_way(s + from, to - from, sub, m, 0);
  return at < 0 ? -1 : from + at;
}

static __attribute__((noinline, unused)) ix slow_rfind(const uint8_t *s, ix from, ix to, const uint8_t *sub, ix m)
{
  ix at = two_way(s + from, to - from, sub, m, 1);
  return at < 0 ? -1 : from + at;
}

#endif
