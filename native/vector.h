/*
 * The kernels over vectors. A file of an instruction set defines, and then includes this:
 *
 *   DX(name)                 the name of a kernel of this set
 *   V, W                     a vector of W bytes
 *   M, STRIDE                a mask with STRIDE bits for each byte, the first byte lowest
 *   v_load v_store v_splat   whole vectors at any address
 *   v_rest(p, n)             the first n < W bytes, the others anything, nothing read behind them
 *   v_store_rest(p, v, n)    the same for a store
 *   v_eq v_within v_in       masks: equal bytes; bytes in lo .. lo + span; bytes of a set
 *   v_unlike v_or v_zero     the bits in which two vectors differ; those of both; whether there are none
 *   v_high                   bytes from 128
 *   v_flip(v, lo)            bytes lo .. lo + 25 with bit 32 flipped
 *   v_pick(v, a, b)          bytes equal to a become b
 *   v_lookup(v, table)       each byte through a table of 256 (TABLE, table_of)
 *   v_hex16(dst, p)          sixteen bytes to thirty-two digits
 *   m_low(n)                 a mask of the first n bytes, 0 <= n < W
 *   m_first m_last m_count m_drop_first m_drop_last
 */
#define MASK_BITS (W * STRIDE)

/* `i` ascends over the whole blocks of [from, to); then once more over what is left of it, with `keep` for its bytes. */
#define EACH_BLOCK(s, from, to, body)                                                                                      \
  {                                                                                                                        \
    ix i = (from);                                                                                                         \
    for (; i + W <= (to); i += W) {                                                                                        \
      V v = v_load((s) + i);                                                                                               \
      const M keep = M_ALL;                                                                                                \
      body                                                                                                                 \
    }                                                                                                                      \
    if (i < (to)) {                                                                                                        \
      V v = v_rest((s) + i, (to) - i);                                                                                     \
      const M keep = m_low((to) - i);                                                                                      \
      body                                                                                                                 \
    }                                                                                                                      \
  }

/* The same from the end: `i` is where the block begins. */
#define EACH_BLOCK_BACK(s, from, to, body)                                                                                 \
  {                                                                                                                        \
    ix i = (ix)(to) - W;                                                                                                   \
    for (; i >= (from); i -= W) {                                                                                          \
      V v = v_load((s) + i);                                                                                               \
      const M keep = M_ALL;                                                                                                \
      body                                                                                                                 \
    }                                                                                                                      \
    if (i + W > (from)) {                                                                                                  \
      const M keep = m_low(i + W - (from));                                                                                \
      i = (from);                                                                                                          \
      V v = v_rest((s) + i, smaller(W - 1, (ix)(to) - i));                                                                 \
      body                                                                                                                 \
    }                                                                                                                      \
  }

/* One vector after another into dst; the last two overlap where there are two. */
#define MAP(s, from, to, value)                                                                                            \
  {                                                                                                                        \
    ix n = (ix)(to) - (from), i = 0;                                                                                       \
    s += (from);                                                                                                           \
    for (; i + W <= n; i += W) {                                                                                           \
      V v = v_load(s + i);                                                                                                 \
      v_store(dst + i, value);                                                                                             \
    }                                                                                                                      \
    if (i < n) {                                                                                                           \
      if (n >= W) {                                                                                                        \
        V v = v_load(s + n - W);                                                                                           \
        v_store(dst + n - W, value);                                                                                       \
      } else {                                                                                                             \
        V v = v_rest(s, n);                                                                                                \
        v_store_rest(dst, value, n);                                                                                       \
      }                                                                                                                    \
    }                                                                                                                      \
    return (int32_t)n;                                                                                                     \
  }

DX_EXPORT int32_t DX(find_byte)(DX_RANGE, int32_t c)
{
  V x = v_splat((uint8_t)c);
  EACH_BLOCK(s, from, to, M m = v_eq(v, x) & keep; if (m) return (int32_t)(i + m_first(m));)
  return -1;
}

DX_EXPORT int32_t DX(rfind_byte)(DX_RANGE, int32_t c)
{
  V x = v_splat((uint8_t)c);
  EACH_BLOCK_BACK(s, from, to, M m = v_eq(v, x) & keep; if (m) return (int32_t)(i + m_last(m));)
  return -1;
}

DX_EXPORT int32_t DX(count_byte)(DX_RANGE, int32_t c)
{
  V x = v_splat((uint8_t)c);
  int32_t n = 0;
#ifdef V_COUNT_MANY
  /* Counting in the lanes is faster than by masks: as many blocks as a lane can count. */
  ix at = from;
  n = V_COUNT_MANY(s, &at, to, x);
  from = (int32_t)at;
#endif
  EACH_BLOCK(s, from, to, n += (int32_t)m_count(v_eq(v, x) & keep);)
  return n;
}

/*
 * Two streams out of the outer cache come a tenth faster when they are asked for beforehand. Those out of memory come slower then, but a tenth faster where the beginning of each
 * page is asked for while the page before is read: what the processor reads ahead by itself ends with a page. Beyond the ends it does no harm.
 */
#define FAR (1 << 17)
#define FARTHEST (1 << 23)
#define PAGE 4096
INLINE void ahead(const uint8_t *p, ix i) { __builtin_prefetch((const void *)((uintptr_t)p + (uintptr_t)i), 0, 3); }
INLINE void next_page(const uint8_t *p, ix i)
{
  ix page = (ix)(PAGE - ((uintptr_t)(p + i) & (PAGE - 1)));
  ahead(p, i + page);
  ahead(p, i + page + 64);
}

INLINE int same_four(const uint8_t *a, const uint8_t *b)
{
  V x = v_or(v_unlike(v_load(a), v_load(b)), v_unlike(v_load(a + W), v_load(b + W)));
  V y = v_or(v_unlike(v_load(a + 2 * W), v_load(b + 2 * W)), v_unlike(v_load(a + 3 * W), v_load(b + 3 * W)));
  return v_zero(v_or(x, y));
}

DX_EXPORT int32_t DX(eq)(const uint8_t *a, int32_t a_from, const uint8_t *b, int32_t b_from, int32_t n)
{
  a += a_from;
  b += b_from;
  if (n < W) return agreement(a, b, n) == n;
  ix i = 0;
  /* Four at a time, one side aligned: long texts that are equal are the common case, and each vector that lies in two lines of the cache costs two reads. */
  if (n >= 8 * W) {
    if (v_eq(v_load(a), v_load(b)) != M_ALL) return 0;
    i = W - (ix)((uintptr_t)a & (W - 1));
  }
  if (n > FARTHEST)
    while (i + PAGE <= n) {
      next_page(a, i);
      next_page(b, i);
      for (ix end = i + PAGE; i < end; i += 4 * W)
        if (!same_four(a + i, b + i)) return 0;
    }
  else if (n >= FAR)
    for (; i + 4 * W <= n; i += 4 * W) {
      for (ix k = i + 1024; k < i + 1024 + 4 * W; k += 64) {
        ahead(a, k);
        ahead(b, k);
      }
      if (!same_four(a + i, b + i)) return 0;
    }
  for (; i + 4 * W <= n; i += 4 * W)
    if (!same_four(a + i, b + i)) return 0;
  for (; i + W <= n; i += W)
    if (v_eq(v_load(a + i), v_load(b + i)) != M_ALL) return 0;
  return i == n || v_eq(v_load(a + n - W), v_load(b + n - W)) == M_ALL;
}

DX_EXPORT int32_t DX(mismatch)(const uint8_t *a, int32_t a_from, const uint8_t *b, int32_t b_from, int32_t n)
{
  a += a_from;
  b += b_from;
  ix i = 0;
  for (; i + W <= n; i += W) {
    M same = v_eq(v_load(a + i), v_load(b + i));
    if (same != M_ALL) return (int32_t)(i + m_first(~same & M_ALL));
  }
  i += agreement(a + i, b + i, n - i);
  return i == n ? -1 : (int32_t)i;
}

DX_EXPORT int32_t DX(to_lowercase)(uint8_t *dst, DX_RANGE) MAP(s, from, to, v_flip(v, 'A'))
DX_EXPORT int32_t DX(to_uppercase)(uint8_t *dst, DX_RANGE) MAP(s, from, to, v_flip(v, 'a'))
DX_EXPORT int32_t DX(swapcase)(uint8_t *dst, DX_RANGE) MAP(s, from, to, v_swap(v))

DX_EXPORT int32_t DX(translate)(uint8_t *dst, DX_RANGE, const uint8_t *table)
{
  if (to - from < 4 * W) {
    for (ix i = from; i < to; i++) dst[i - from] = table[s[i]];
    return to - from;
  }
  TABLE t = table_of(table);
  MAP(s, from, to, v_lookup(v, t))
}

DX_EXPORT int32_t DX(replace_byte)(uint8_t *dst, DX_RANGE, int32_t old, int32_t fresh)
{
  V a = v_splat((uint8_t)old), b = v_splat((uint8_t)fresh);
  MAP(s, from, to, v_pick(v, a, b))
}

/* A run that stays, as it is or mapped. */
INLINE uint8_t *keep_run(uint8_t *dst, const uint8_t *s, ix n, const uint8_t *table)
{
  if (!table) {
    copy_bytes(dst, s, n);
    return dst + n;
  }
  for (ix i = 0; i < n; i++) dst[i] = table[s[i]];
  return dst + n;
}

DX_EXPORT int32_t DX(translate_delete)(uint8_t *dst, DX_RANGE, const uint8_t *table, const uint8_t *set)
{
  uint8_t *start = dst;
  SET x = set_of(set);
  ix run = from;
  EACH_BLOCK(s, from, to, M gone = v_in(v, x) & keep; while (gone) {
    ix at = i + m_first(gone);
    if (at > run) dst = keep_run(dst, s + run, at - run, table);
    run = at + 1;
    gone = m_drop_first(gone);
  })
  dst = keep_run(dst, s + run, to - run, table);
  return (int32_t)(dst - start);
}

/*
 * The positions of a needle of m >= 1 bytes that do not overlap, up to `cap` of them; `out` null only counts. Candidates are
 * places where the first and the last byte fit. Where verifying them costs more than reading the text eight times, the search that
 * is linear for every needle takes over.
 */
INLINE int32_t matches(const uint8_t *s, ix from, ix to, const uint8_t *sub, ix m, int32_t *out, ix cap)
{
  const ix last = to - m;
  V a = v_splat(sub[0]), b = v_splat(sub[m - 1]);
  ix found = 0, next = from, budget = 8 * (to - from) + 4096;
  if (cap <= 0) return 0;
  for (ix i = from; i <= last;) {
    const ix n = last + 1 - i;
    M c;
    if (n >= W) c = v_eq(v_load(s + i), a) & v_eq(v_load(s + i + m - 1), b);
    else c = v_eq(v_rest(s + i, n), a) & v_eq(v_rest(s + i + m - 1, n), b) & m_low(n);
    for (; c; c = m_drop_first(c)) {
      ix at = i + m_first(c);
      if (at < next) continue;
      if (m > 2) {
        ix good = agreement(s + at + 1, sub + 1, m - 2);
        if (good < m - 2) {
          budget -= good;
          if (budget < 0) {
            next = at + 1;
            goto slow;
          }
          continue;
        }
      }
      if (out) out[found] = (int32_t)at;
      found++;
      if (found == cap) return (int32_t)found;
      next = at + m;
    }
    i = larger(i + W, next);
  }
  return (int32_t)found;
slow:
  while (found < cap) {
    ix at = slow_find(s, next, to, sub, m);
    if (at < 0) break;
    if (out) out[found] = (int32_t)at;
    found++;
    next = at + m;
  }
  return (int32_t)found;
}

DX_EXPORT int32_t DX(find)(DX_RANGE, DX_NEEDLE)
{
  int32_t at;
  return matches(s, from, to, sub, m, &at, 1) ? at : -1;
}

DX_EXPORT int32_t DX(count)(DX_RANGE, DX_NEEDLE) { return matches(s, from, to, sub, m, 0, INT32_MAX); }

DX_EXPORT int32_t DX(offsets)(DX_RANGE, DX_NEEDLE, int32_t *out, int32_t cap)
{
  return matches(s, from, to, sub, m, out, cap);
}

DX_EXPORT int32_t DX(rfind)(DX_RANGE, DX_NEEDLE)
{
  const ix end = (ix)to - m + 1;
  V a = v_splat(sub[0]), b = v_splat(sub[m - 1]);
  ix budget = 8 * ((ix)to - from) + 4096;
  for (ix stop = end; stop > from;) {
    ix i = larger(from, stop - W), n = stop - i;
    M c;
    if (n >= W) c = v_eq(v_load(s + i), a) & v_eq(v_load(s + i + m - 1), b);
    else c = v_eq(v_rest(s + i, n), a) & v_eq(v_rest(s + i + m - 1, n), b) & m_low(n);
    for (; c; c = m_drop_last(c)) {
      ix at = i + m_last(c);
      ix good = m > 2 ? agreement(s + at + 1, sub + 1, m - 2) : 0;
      if (good >= m - 2) return (int32_t)at;
      budget -= good;
      if (budget < 0) return (int32_t)slow_rfind(s, from, at + m - 1, sub, m);
    }
    stop = i;
  }
  return -1;
}

DX_EXPORT int32_t DX(offsets_byte)(DX_RANGE, int32_t c, int32_t *out, int32_t cap)
{
  V x = v_splat((uint8_t)c);
  int32_t k = 0;
  if (cap <= 0) return 0;
  EACH_BLOCK(s, from, to, M m = v_eq(v, x) & keep; for (; m; m = m_drop_first(m)) {
    out[k++] = (int32_t)(i + m_first(m));
    if (k == cap) return k;
  })
  return k;
}

DX_EXPORT int32_t DX(lines)(DX_RANGE, const uint8_t *set, int32_t *out, int32_t cap)
{
  SET x = set_of(set);
  int32_t k = 0;
  ix next = from;
  if (cap <= 0) return 0;
  EACH_BLOCK(s, from, to, M m = v_in(v, x) & keep; for (; m; m = m_drop_first(m)) {
    ix at = i + m_first(m);
    if (at < next) continue;
    next = s[at] == '\r' && at + 1 < to && s[at + 1] == '\n' ? at + 2 : at + 1;
    out[2 * k] = (int32_t)at;
    out[2 * k + 1] = (int32_t)next;
    if (++k == cap) return k;
  })
  return k;
}

DX_EXPORT int32_t DX(words)(DX_RANGE, const uint8_t *set, int32_t *out, int32_t cap)
{
  SET x = set_of(set);
  ix k = 0;
  const ix full = 2 * (ix)cap;
  M before = 0;
  if (cap <= 0) return 0;
  /* An edge is a place where a run begins or ends. */
  EACH_BLOCK(s, from, to, M inside = ~v_in(v, x) & keep; M edges = (M)(inside ^ (M)((M)(inside << STRIDE) | before)) & keep;
             for (; edges; edges = m_drop_first(edges)) {
               out[k++] = (int32_t)(i + m_first(edges));
               if (k == full) return cap;
             } before = inside >> (MASK_BITS - STRIDE);)
  if (k & 1) out[k++] = to;
  return (int32_t)(k / 2);
}

DX_EXPORT int32_t DX(first_in)(DX_RANGE, const uint8_t *set)
{
  SET x = set_of(set);
  EACH_BLOCK(s, from, to, M m = v_in(v, x) & keep; if (m) return (int32_t)(i + m_first(m));)
  return -1;
}

DX_EXPORT int32_t DX(first_not_in)(DX_RANGE, const uint8_t *set)
{
  SET x = set_of(set);
  EACH_BLOCK(s, from, to, M m = ~v_in(v, x) & keep; if (m) return (int32_t)(i + m_first(m));)
  return -1;
}

DX_EXPORT int32_t DX(last_not_in)(DX_RANGE, const uint8_t *set)
{
  SET x = set_of(set);
  EACH_BLOCK_BACK(s, from, to, M m = ~v_in(v, x) & keep; if (m) return (int32_t)(i + m_last(m));)
  return -1;
}

DX_EXPORT int32_t DX(count_in)(DX_RANGE, const uint8_t *set)
{
  SET x = set_of(set);
  int32_t n = 0;
  EACH_BLOCK(s, from, to, n += (int32_t)m_count(v_in(v, x) & keep);)
  return n;
}

DX_EXPORT int32_t DX(first_high)(DX_RANGE)
{
  EACH_BLOCK(s, from, to, M m = v_high(v) & keep; if (m) return (int32_t)(i + m_first(m));)
  return -1;
}

DX_EXPORT int32_t DX(hex)(uint8_t *dst, DX_RANGE)
{
  ix i = from;
  for (; i + 16 <= to; i += 16, dst += 32) v_hex16(dst, s + i);
  for (; i < to; i++) {
    *dst++ = hex_digit(s[i] >> 4);
    *dst++ = hex_digit(s[i] & 15);
  }
  return 2 * (to - from);
}

#include "pieces.h"
#include "numbers.h"
