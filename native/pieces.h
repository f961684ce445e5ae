/* Kernels that copy pieces: the searching is the instruction set's, the copying is the same in all. Included by each after DX(). */

#define PIECES 512

DX_EXPORT int32_t DX(replace)(uint8_t *dst, DX_RANGE, DX_NEEDLE, const uint8_t *fresh, int32_t f, int32_t limit)
{
  int32_t at[PIECES];
  uint8_t *start = dst;
  ix i = from, left = limit < 0 ? INT32_MAX : limit;
  while (left > 0) {
    int32_t want = (int32_t)smaller(left, PIECES);
    int32_t k = m == 1 ? DX(offsets_byte)(s, (int32_t)i, to, sub[0], at, want) : DX(offsets)(s, (int32_t)i, to, sub, m, at, want);
    for (int32_t j = 0; j < k; j++) {
      copy_bytes(dst, s + i, at[j] - i);
      dst += at[j] - i;
      copy_bytes(dst, fresh, f);
      dst += f;
      i = (ix)at[j] + m;
    }
    if (k < want) break;
    left -= k;
  }
  copy_bytes(dst, s + i, to - i);
  return (int32_t)(dst - start + (to - i));
}

DX_EXPORT int32_t DX(unhex)(uint8_t *dst, DX_RANGE)
{
  ix n = (to - from) / 2;
  for (ix i = 0; i < n; i++) {
    int high = hex_value(s[from + 2 * i]), low = hex_value(s[from + 2 * i + 1]);
    if (high < 0 || low < 0) return (int32_t)i;
    dst[i] = (uint8_t)(high << 4 | low);
  }
  return (int32_t)n;
}

DX_EXPORT int32_t DX(join)(uint8_t *dst, const uint8_t *s, const int32_t *pieces, int32_t k, const uint8_t *sep, int32_t m)
{
  uint8_t *start = dst;
  for (ix j = 0; j < k; j++) {
    if (j > 0) {
      copy_bytes(dst, sep, m);
      dst += m;
    }
    ix n = (ix)pieces[2 * j + 1] - pieces[2 * j];
    copy_bytes(dst, s + pieces[2 * j], n);
    dst += n;
  }
  return (int32_t)(dst - start);
}
