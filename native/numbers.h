/*
 * Reductions over arrays of numbers. Plain loops, written so that the compiler vectorises them for the instruction set of the
 * file that includes this (after DX()). Results equal those of CPython's loops: integer sums are exact, floats are added in order
 * with compensation, comparisons keep the first of equal elements and pass over NaN as `<` does.
 */

#define BLOCK 64

/* Sums in two halves of 32 bits cannot overflow for 2**31 elements. HIGH is the type whose shift gives the upper half. */
#define INTEGERS(T, name, HIGH)                                                                                                \
  static void DX(sum_##name)(const T *x, ix n, int64_t *out)                                                               \
  {                                                                                                                        \
    int64_t low = 0, high = 0;                                                                                             \
    if (sizeof(T) < 8)                                                                                                     \
      for (ix i = 0; i < n; i++) low += (int64_t)x[i];                                                                     \
    else                                                                                                                   \
      for (ix i = 0; i < n; i++) {                                                                                         \
        low += (int64_t)((uint64_t)x[i] & 0xffffffffu);                                                                    \
        high += (int64_t)((HIGH)x[i] >> 32);                                                                               \
      }                                                                                                                    \
    out[0] = low;                                                                                                          \
    out[1] = high;                                                                                                         \
  }                                                                                                                        \
  static void DX(min_##name)(const T *x, ix n, int64_t *out)                                                               \
  {                                                                                                                        \
    T best = x[0];                                                                                                         \
    for (ix i = 1; i < n; i++) best = x[i] < best ? x[i] : best;                                                           \
    *out = (int64_t)best;                                                                                                  \
  }                                                                                                                        \
  static void DX(max_##name)(const T *x, ix n, int64_t *out)                                                               \
  {                                                                                                                        \
    T best = x[0];                                                                                                         \
    for (ix i = 1; i < n; i++) best = x[i] > best ? x[i] : best;                                                           \
    *out = (int64_t)best;                                                                                                  \
  }                                                                                                                        \
  EQUALITY(T, name, int64_t)

#define EQUALITY(T, name, V)                                                                                               \
  static int32_t DX(count_##name)(const T *x, ix n, const V *value)                                                        \
  {                                                                                                                        \
    T v = (T)*value;                                                                                                       \
    int32_t k = 0;                                                                                                         \
    for (ix i = 0; i < n; i++) k += x[i] == v;                                                                             \
    return k;                                                                                                              \
  }                                                                                                                        \
  static int32_t DX(index_##name)(const T *x, ix from, ix n, const V *value)                                               \
  {                                                                                                                        \
    T v = (T)*value;                                                                                                       \
    ix i = from;                                                                                                           \
    for (; i + BLOCK <= n; i += BLOCK) {                                                                                   \
      int32_t any = 0;                                                                                                     \
      for (ix j = 0; j < BLOCK; j++) any |= x[i + j] == v;                                                                 \
      if (any) break;                                                                                                      \
    }                                                                                                                      \
    for (; i < n; i++)                                                                                                     \
      if (x[i] == v) return (int32_t)i;                                                                                    \
    return -1;                                                                                                             \
  }

/*
 * Sum: Neumaier's, as sum() has it since 3.12. The best of floats is found in eight lanes; where it is a zero the first zero
 * decides the sign, and a NaN in front stays in front.
 */
#define BEST(T, name, word, op)                                                                                            \
  static void DX(word##_##name)(const T *x, ix n, double *out)                                                             \
  {                                                                                                                        \
    T lane[8], best = x[0];                                                                                                \
    ix i = 0;                                                                                                              \
    for (int k = 0; k < 8; k++) lane[k] = best;                                                                            \
    for (; i + 8 <= n; i += 8)                                                                                             \
      for (int k = 0; k < 8; k++) lane[k] = x[i + k] op lane[k] ? x[i + k] : lane[k];                                      \
    for (int k = 0; k < 8; k++) best = lane[k] op best ? lane[k] : best;                                                   \
    for (; i < n; i++) best = x[i] op best ? x[i] : best;                                                                  \
    if (best == 0)                                                                                                         \
      for (i = 0; i < n; i++)                                                                                              \
        if (x[i] == 0) {                                                                                                   \
          best = x[i];                                                                                                     \
          break;                                                                                                           \
        }                                                                                                                  \
    *out = (double)best;                                                                                                   \
  }

#define FLOATS(T, name)                                                                                                    \
  static void DX(sum_##name)(const T *x, ix n, double *out)                                                                \
  {                                                                                                                        \
    double sum = 0, rest = 0;                                                                                              \
    for (ix i = 0; i < n; i++) {                                                                                           \
      double v = (double)x[i], t = sum + v;                                                                                \
      rest += __builtin_fabs(sum) >= __builtin_fabs(v) ? (sum - t) + v : (v - t) + sum;                                    \
      sum = t;                                                                                                             \
    }                                                                                                                      \
    /* Without a finite correction the sum stands alone: infinities stay what they are. */                                 \
    *out = rest != 0 && rest - rest == 0 ? sum + rest : sum;                                                               \
  }                                                                                                                        \
  BEST(T, name, min, <)                                                                                                    \
  BEST(T, name, max, >)                                                                                                    \
  EQUALITY(T, name, double)

INTEGERS(int8_t, b, int64_t)
INTEGERS(uint8_t, B, uint64_t)
INTEGERS(int16_t, h, int64_t)
INTEGERS(uint16_t, H, uint64_t)
INTEGERS(int32_t, i, int64_t)
INTEGERS(uint32_t, I, uint64_t)
INTEGERS(int64_t, q, int64_t)
INTEGERS(uint64_t, Q, uint64_t)
FLOATS(float, f)
FLOATS(double, d)

#define EACH_TYPE(CASE)                                                                                                    \
  CASE('b', b, int8_t) CASE('B', B, uint8_t) CASE('h', h, int16_t) CASE('H', H, uint16_t) CASE('i', i, int32_t)           \
  CASE('I', I, uint32_t) CASE('q', q, int64_t) CASE('Q', Q, uint64_t) CASE('f', f, float) CASE('d', d, double)

#define SUM(letter, name, T) case letter: DX(sum_##name)((const T *)items, n, out); return 0;
#define MIN(letter, name, T) case letter: DX(min_##name)((const T *)items, n, out); return 0;
#define MAX(letter, name, T) case letter: DX(max_##name)((const T *)items, n, out); return 0;
#define COUNT(letter, name, T) case letter: return DX(count_##name)((const T *)items, n, value);
#define INDEX(letter, name, T) case letter: return DX(index_##name)((const T *)items, from, n, value);

DX_EXPORT int32_t DX(sum_of)(int32_t type, const void *items, int32_t n, void *out)
{
  switch (type) { EACH_TYPE(SUM) }
  return -1;
}

DX_EXPORT int32_t DX(min_of)(int32_t type, const void *items, int32_t n, void *out)
{
  switch (type) { EACH_TYPE(MIN) }
  return -1;
}

DX_EXPORT int32_t DX(max_of)(int32_t type, const void *items, int32_t n, void *out)
{
  switch (type) { EACH_TYPE(MAX) }
  return -1;
}

DX_EXPORT int32_t DX(count_of)(int32_t type, const void *items, int32_t n, const void *value)
{
  switch (type) { EACH_TYPE(COUNT) }
  return -1;
}

DX_EXPORT int32_t DX(index_of)(int32_t type, const void *items, int32_t from, int32_t n, const void *value)
{
  switch (type) { EACH_TYPE(INDEX) }
  return -1;
}

/*
 * Items that compare as they should with a value. A set that packs vectors defines KEEP(name, op): of LANES_name items the ones that fit, at the front of a vector that is
 * written in full; how many there are. Without one, every item is written and counts where it fits.
 */
#ifdef KEEP_LANES
#define PACK(T, name, word, op)                                                                                            \
  for (; i + KEEP_LANES(T) <= n && k < cap; i += KEEP_LANES(T)) {                                                          \
    if (k + KEEP_LANES(T) <= cap) {                                                                                        \
      k += DX(keep_##name##_##word)(out + k, x + i, v);                                                                    \
      continue;                                                                                                            \
    }                                                                                                                      \
    T block[KEEP_LANES(T)];                                                                                                \
    ix fit = smaller(DX(keep_##name##_##word)(block, x + i, v), cap - k);                                                  \
    for (ix j = 0; j < fit; j++) out[k++] = block[j];                                                                      \
  }
#else
#define PACK(T, name, word, op)
#endif

#define WHERE(T, name, word, op)                                                                                           \
  static int32_t DX(count_##name##_##word)(const T *x, ix n, T v)                                                          \
  {                                                                                                                        \
    int32_t k = 0;                                                                                                         \
    for (ix i = 0; i < n; i++) k += x[i] op v;                                                                             \
    return k;                                                                                                              \
  }                                                                                                                        \
  static int32_t DX(pack_##name##_##word)(const T *x, ix n, T v, T *out, ix cap)                                           \
  {                                                                                                                        \
    ix i = 0, k = 0;                                                                                                       \
    PACK(T, name, word, op)                                                                                                \
    for (; i < n && k < cap; i++) {                                                                                        \
      out[k] = x[i];                                                                                                       \
      k += x[i] op v;                                                                                                      \
    }                                                                                                                      \
    return (int32_t)k;                                                                                                     \
  }

EACH_COMPARISON(WHERE, int32_t, i)
EACH_COMPARISON(WHERE, double, d)

#define COUNT_CASE(T, name, word, op) case COMPARES_##word: return DX(count_##name##_##word)((const T *)items, n, v);
#define PACK_CASE(T, name, word, op) case COMPARES_##word: return DX(pack_##name##_##word)((const T *)items, n, v, (T *)out, cap);

DX_EXPORT int32_t DX(count_where)(int32_t type, const void *items, int32_t n, int32_t comparison, const void *value)
{
  if (type == 'd') {
    const double v = *(const double *)value;
    switch (comparison) { EACH_COMPARISON(COUNT_CASE, double, d) }
  } else {
    const int32_t v = (int32_t)*(const int64_t *)value;
    switch (comparison) { EACH_COMPARISON(COUNT_CASE, int32_t, i) }
  }
  return -1;
}

DX_EXPORT int32_t DX(keep_where)(int32_t type, const void *items, int32_t n, int32_t comparison, const void *value, void *out,
                                 int32_t cap)
{
  if (type == 'd') {
    const double v = *(const double *)value;
    switch (comparison) { EACH_COMPARISON(PACK_CASE, double, d) }
  } else {
    const int32_t v = (int32_t)*(const int64_t *)value;
    switch (comparison) { EACH_COMPARISON(PACK_CASE, int32_t, i) }
  }
  return -1;
}
