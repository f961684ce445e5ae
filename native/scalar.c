/* The kernels without vector instructions: for processors that have none of the sets, and what the others are compared with. */
#include "common.h"

#define DX(name) dx_scalar_##name

DX_EXPORT int32_t DX(find_byte)(DX_RANGE, int32_t c)
{
  for (ix i = from; i < to; i++)
    if (s[i] == (uint8_t)c) return (int32_t)i;
  return -1;
}

DX_EXPORT int32_t DX(rfind_byte)(DX_RANGE, int32_t c)
{
  for (ix i = to; i > from; i--)
    if (s[i - 1] == (uint8_t)c) return (int32_t)(i - 1);
  return -1;
}

DX_EXPORT int32_t DX(count_byte)(DX_RANGE, int32_t c)
{
  int32_t n = 0;
  for (ix i = from; i < to; i++) n += s[i] == (uint8_t)c;
  return n;
}

DX_EXPORT int32_t DX(find)(DX_RANGE, DX_NEEDLE) { return (int32_t)slow_find(s, from, to, sub, m); }
DX_EXPORT int32_t DX(rfind)(DX_RANGE, DX_NEEDLE) { return (int32_t)slow_rfind(s, from, to, sub, m); }

DX_EXPORT int32_t DX(offsets)(DX_RANGE, DX_NEEDLE, int32_t *out, int32_t cap)
{
  int32_t k = 0;
  for (ix i = from; k < cap; k++) {
    ix at = slow_find(s, i, to, sub, m);
    if (at < 0) break;
    out[k] = (int32_t)at;
    i = at + m;
  }
  return k;
}

DX_EXPORT int32_t DX(count)(DX_RANGE, DX_NEEDLE)
{
  int32_t k = 0;
  for (ix i = from;; k++) {
    ix at = slow_find(s, i, to, sub, m);
    if (at < 0) return k;
    i = at + m;
  }
}

DX_EXPORT int32_t DX(offsets_byte)(DX_RANGE, int32_t c, int32_t *out, int32_t cap)
{
  int32_t k = 0;
  for (ix i = from; i < to && k < cap; i++)
    if (s[i] == (uint8_t)c) out[k++] = (int32_t)i;
  return k;
}

DX_EXPORT int32_t DX(mismatch)(const uint8_t *a, int32_t a_from, const uint8_t *b, int32_t b_from, int32_t n)
{
  for (ix i = 0; i < n; i++)
    if (a[a_from + i] != b[b_from + i]) return (int32_t)i;
  return -1;
}

DX_EXPORT int32_t DX(eq)(const uint8_t *a, int32_t a_from, const uint8_t *b, int32_t b_from, int32_t n)
{
  return DX(mismatch)(a, a_from, b, b_from, n) < 0;
}

#define MAP(name, value)                                                                                                   \
  DX_EXPORT int32_t DX(name)(uint8_t * dst, DX_RANGE)                                                                      \
  {                                                                                                                        \
    for (ix i = from; i < to; i++) dst[i - from] = value(s[i]);                                                            \
    return to - from;                                                                                                      \
  }
MAP(to_lowercase, lower_of)
MAP(to_uppercase, upper_of)
MAP(swapcase, swapped)

DX_EXPORT int32_t DX(translate)(uint8_t *dst, DX_RANGE, const uint8_t *table)
{
  for (ix i = from; i < to; i++) dst[i - from] = table[s[i]];
  return to - from;
}

DX_EXPORT int32_t DX(translate_delete)(uint8_t *dst, DX_RANGE, const uint8_t *table, const uint8_t *set)
{
  int32_t k = 0;
  for (ix i = from; i < to; i++)
    if (!in_set(set, s[i])) dst[k++] = table ? table[s[i]] : s[i];
  return k;
}

DX_EXPORT int32_t DX(replace_byte)(uint8_t *dst, DX_RANGE, int32_t old, int32_t fresh)
{
  for (ix i = from; i < to; i++) dst[i - from] = s[i] == (uint8_t)old ? (uint8_t)fresh : s[i];
  return to - from;
}

DX_EXPORT int32_t DX(first_in)(DX_RANGE, const uint8_t *set)
{
  for (ix i = from; i < to; i++)
    if (in_set(set, s[i])) return (int32_t)i;
  return -1;
}

DX_EXPORT int32_t DX(first_not_in)(DX_RANGE, const uint8_t *set)
{
  for (ix i = from; i < to; i++)
    if (!in_set(set, s[i])) return (int32_t)i;
  return -1;
}

DX_EXPORT int32_t DX(last_not_in)(DX_RANGE, const uint8_t *set)
{
  for (ix i = to; i > from; i--)
    if (!in_set(set, s[i - 1])) return (int32_t)(i - 1);
  return -1;
}

DX_EXPORT int32_t DX(count_in)(DX_RANGE, const uint8_t *set)
{
  int32_t n = 0;
  for (ix i = from; i < to; i++) n += in_set(set, s[i]);
  return n;
}

DX_EXPORT int32_t DX(first_high)(DX_RANGE)
{
  for (ix i = from; i < to; i++)
    if (s[i] >= 128) return (int32_t)i;
  return -1;
}

DX_EXPORT int32_t DX(lines)(DX_RANGE, const uint8_t *set, int32_t *out, int32_t cap)
{
  int32_t k = 0;
  for (ix i = from; i < to && k < cap; i++) {
    if (!in_set(set, s[i])) continue;
    ix after = s[i] == '\r' && i + 1 < to && s[i + 1] == '\n' ? i + 2 : i + 1;
    out[2 * k] = (int32_t)i;
    out[2 * k++ + 1] = (int32_t)after;
    i = after - 1;
  }
  return k;
}

DX_EXPORT int32_t DX(words)(DX_RANGE, const uint8_t *set, int32_t *out, int32_t cap)
{
  int32_t k = 0;
  for (ix i = from; k < cap; k++) {
    while (i < to && in_set(set, s[i])) i++;
    if (i == to) break;
    out[2 * k] = (int32_t)i;
    while (i < to && !in_set(set, s[i])) i++;
    out[2 * k + 1] = (int32_t)i;
  }
  return k;
}

DX_EXPORT int32_t DX(hex)(uint8_t *dst, DX_RANGE)
{
  for (ix i = from; i < to; i++) {
    *dst++ = hex_digit(s[i] >> 4);
    *dst++ = hex_digit(s[i] & 15);
  }
  return 2 * (to - from);
}

#include "pieces.h"
#include "numbers.h"
