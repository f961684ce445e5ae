/*
 * Compares every kernel of one instruction set (-DSET=avx2) with the scalar one on random bytes, and writes how many comparisons were
 * made. Buffers are allocated with their exact size, so that AddressSanitizer sees what reads behind them.
 * Usage: kernels [rounds] [seed]
 */
#include "../../native/dx_simd.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASTE(a, b, c) a##b##_##c
#define NAME(set, name) PASTE(dx_, set, name)
#define K(name) NAME(SET, name)
#define R(name) dx_scalar_##name

static uint64_t state;
static long compared;

static uint32_t number(uint32_t below)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return below == 0 ? 0 : (uint32_t)((state >> 20) % below);
}

static uint8_t *bytes(int n, int kind)
{
  uint8_t *p = malloc(n ? n : 1);
  for (int i = 0; i < n; i++)
    p[i] = kind == 0 ? number(256) : kind == 1 ? 'a' + number(2) : kind == 2 ? " \n\rab\tX"[number(7)] : 32 + number(95);
  return p;
}

static void check(const char *name, long a, long b)
{
  compared++;
  if (a == b) return;
  printf("%s: %ld, scalar %ld\n", name, a, b);
  exit(1);
}

static void same(const char *name, const void *a, const void *b, long n)
{
  compared++;
  if (n <= 0 || memcmp(a, b, n) == 0) return;
  printf("%s: contents differ\n", name);
  exit(1);
}

static void texts(void)
{
  int kind = number(4), n = number(8) == 0 ? number(4097) : number(200);
  uint8_t *s = bytes(n, kind);
  int from = number(n + 1), to = from + number(n - from + 1), length = to - from;
  int c = number(3) && n ? s[number(n)] : (int)number(256);
#define BOTH(name, ...) check(#name, K(name)(__VA_ARGS__), R(name)(__VA_ARGS__))
  BOTH(find_byte, s, from, to, c);
  BOTH(rfind_byte, s, from, to, c);
  BOTH(count_byte, s, from, to, c);
  BOTH(first_high, s, from, to);

  int m = 1 + number(number(4) ? 6 : 80);
  uint8_t *sub = bytes(m, kind);
  if (number(2) && m <= n) memcpy(sub, s + number(n - m + 1), m);
  if (number(8) == 0) memset(sub, 'a', m), sub[number(m)] = 'b';
  BOTH(find, s, from, to, sub, m);
  BOTH(rfind, s, from, to, sub, m);
  BOTH(count, s, from, to, sub, m);

  int cap = number(3) ? n + 1 : (int)number(5);
  int32_t *x = malloc(8 * (cap + 1)), *y = malloc(8 * (cap + 1));
  int k;
#define LISTS(name, each, ...)                                                                                             \
  k = K(name)(__VA_ARGS__, x, cap);                                                                                        \
  check(#name, k, R(name)(__VA_ARGS__, y, cap));                                                                           \
  same(#name, x, y, 4L * each * k)
  LISTS(offsets_byte, 1, s, from, to, c);
  LISTS(offsets, 1, s, from, to, sub, m);
  uint8_t set[32];
  for (int i = 0; i < 32; i++) set[i] = number(3) ? 0 : number(256);
  if (kind == 2) memset(set, 0, 32), set[10] = set[13] = 1;
  LISTS(lines, 2, s, from, to, set);
  LISTS(words, 2, s, from, to, set);
  BOTH(first_in, s, from, to, set);
  BOTH(first_not_in, s, from, to, set);
  BOTH(last_not_in, s, from, to, set);
  BOTH(count_in, s, from, to, set);

  uint8_t *t = malloc(n ? n : 1);
  memcpy(t, s, n);
  if (n && number(2)) t[number(n)] ^= 1 << number(8);
  int other = number(n - length + 1);
  BOTH(eq, s, from, t, from, length);
  BOTH(mismatch, s, from, t, from, length);
  BOTH(eq, s, from, t, other, length);
  BOTH(mismatch, s, from, t, other, length);

  uint8_t table[256];
  for (int i = 0; i < 256; i++) table[i] = number(256);
  int f = number(20), limit = number(2) ? -1 : (int)number(5);
  uint8_t *fresh = bytes(f, 0);
  int room = 2 * n + 1;
  uint8_t *a = malloc(room), *b = malloc(room);
#define MAPS(name, ...)                                                                                                    \
  k = K(name)(a, __VA_ARGS__);                                                                                             \
  check(#name, k, R(name)(b, __VA_ARGS__));                                                                                \
  same(#name, a, b, #name[0] == 'u' ? k : #name[0] == 'h' ? 2 * length : k)
  MAPS(to_lowercase, s, from, to);
  MAPS(to_uppercase, s, from, to);
  MAPS(swapcase, s, from, to);
  MAPS(translate, s, from, to, table);
  MAPS(translate_delete, s, from, to, table, set);
  MAPS(translate_delete, s, from, to, 0, set);
  MAPS(replace_byte, s, from, to, c, f);
  MAPS(hex, s, from, to);
  uint8_t *digits = malloc(2 * length + 1);
  R(hex)(digits, s, from, to);
  if (length && number(2)) digits[number(2 * length)] = number(256);
  MAPS(unhex, digits, 0, 2 * length);
  free(digits);
  int hits = R(count)(s, from, to, sub, m);
  if (limit >= 0 && limit < hits) hits = limit;
  int size = length + hits * (f - m);
  a = realloc(a, size + 1), b = realloc(b, size + 1);
  MAPS(replace, s, from, to, sub, m, fresh, f, limit);
  check("replace: length", k, size);
  int pieces = R(words)(s, from, to, set, y, cap);
  size = pieces > 0 ? (pieces - 1) * f : 0;
  for (int i = 0; i < pieces; i++) size += y[2 * i + 1] - y[2 * i];
  a = realloc(a, size + 1), b = realloc(b, size + 1);
  MAPS(join, s, y, pieces, fresh, f);
  free(s), free(sub), free(x), free(y), free(t), free(fresh), free(a), free(b);
}

static void numbers(void)
{
  static const char letters[] = "bBhHiIqQfd";
  static const int sizes[] = {1, 1, 2, 2, 4, 4, 8, 8, 4, 8};
  int t = number(10), n = 1 + number(number(4) ? 40 : 1000), kind = number(3);
  uint8_t *p = bytes(n * sizes[t], 0);
  for (int i = 0; i < n; i++) {
    if (letters[t] == 'f') ((float *)p)[i] = kind ? (float)number(1000) - 500 : number(3) - 1.0f;
    if (letters[t] == 'd') ((double *)p)[i] = kind ? (double)number(1000) / 7 * (number(2) ? 1e200 : -1) : number(3) - 1.0;
    if (letters[t] >= 'f' || letters[t] == 'd') continue;
    if (kind && sizes[t] > 1) memset(p + i * sizes[t] + 1, 0, sizes[t] - 1);
  }
  if (letters[t] == 'd' && number(3) == 0) ((double *)p)[number(n)] = number(2) ? -0.0 : __builtin_nan("");
  if (letters[t] == 'f' && number(3) == 0) ((float *)p)[number(n)] = number(2) ? -0.0f : __builtin_nanf("");
  int64_t a[2], b[2];
#define NUMBER(name, size)                                                                                                 \
  K(name)(letters[t], p, n, a), R(name)(letters[t], p, n, b);                                                              \
  same(#name, a, b, size)
  NUMBER(sum_of, letters[t] == 'f' || letters[t] == 'd' ? 8 : 16);
  NUMBER(min_of, 8);
  NUMBER(max_of, 8);
  R(min_of)(letters[t], p + (size_t)number(n) * sizes[t], 1, b);
  int from = number(n);
  check("count_of", K(count_of)(letters[t], p, n, b), R(count_of)(letters[t], p, n, b));
  check("index_of", K(index_of)(letters[t], p, from, n, b), R(index_of)(letters[t], p, from, n, b));
  free(p);
}

/* What is kept of ints of 32 bits or doubles, with room for all of it, or for less. */
static void filters(void)
{
  int n = 1 + number(number(4) ? 40 : 1000), few = number(2), doubles = number(2), comparison = number(6);
  uint8_t *p = bytes(n * (doubles ? 8 : 4), 0);
  for (int i = 0; i < n; i++) {
    if (doubles) {
      static const double odd[] = {-0.0, 0.0, __builtin_nan(""), __builtin_inf(), -__builtin_inf(), 5e-324};
      ((double *)p)[i] = few ? number(3) - 1.0 : number(4) ? (double)number(1000) / 7 - 70 : odd[number(6)];
    } else if (few) ((int32_t *)p)[i] = number(3) - 1;
  }
  int64_t value;
  R(min_of)(doubles ? 'd' : 'i', p + (size_t)number(n) * (doubles ? 8 : 4), 1, &value);
  const int type = doubles ? 'd' : 'i', all = K(count_where)(type, p, n, comparison, &value);
  check("count_where", all, R(count_where)(type, p, n, comparison, &value));
  int cap = number(3) ? all : (int)number(n + 1), size = cap * (doubles ? 8 : 4);
  uint8_t *a = malloc(size + 1), *b = malloc(size + 1);
  int k = K(keep_where)(type, p, n, comparison, &value, a, cap);
  check("keep_where", k, R(keep_where)(type, p, n, comparison, &value, b, cap));
  check("keep_where: how many", k, all < cap ? all : cap);
  same("keep_where", a, b, (long)k * (doubles ? 8 : 4));
  free(p), free(a), free(b);
}

/* Buffers that are larger than the caches near to the processor are compared in another way. */
static void large(int least)
{
  int n = least + number(1 << 13), shift = number(70);
  uint8_t *a = malloc(n + 1), *b = malloc(n + shift + 1), *c = b + shift;
  memset(a, 7, n), memset(c, 7, n);
  check("eq of many", K(eq)(a, 0, c, 0, n), 1);
  for (int i = 0; i < 40; i++) {
    int at = i == 0 ? 0 : i < 10 ? n - i : (int)number(n);
    c[at] ^= 1;
    check("eq of many", K(eq)(a, 0, c, 0, n), 0);
    c[at] ^= 1;
  }
  free(a), free(b);
}

int main(int argc, char **argv)
{
  int rounds = argc > 1 ? atoi(argv[1]) : 2000;
  state = 0x9e3779b97f4a7c15ull + (argc > 2 ? strtoull(argv[2], 0, 10) : 1) * 0x2545f4914f6cdd1dull;
  for (int i = 0; i < rounds; i++) texts(), numbers(), filters();
  for (int i = 0; i < 4; i++) large(i == 3 ? 1 << 23 : 1 << 17);
  printf("%ld comparisons\n", compared);
  return 0;
}
