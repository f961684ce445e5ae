/* What the kernels of both instruction sets of x86-64 do sixteen bytes at a time. */
INLINE void v_hex16(uint8_t *dst, const uint8_t *p)
{
  const __m128i digits = _mm_setr_epi8('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f');
  const __m128i mask = _mm_set1_epi8(15);
  __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
  __m128i high = _mm_shuffle_epi8(digits, _mm_and_si128(_mm_srli_epi16(v, 4), mask));
  __m128i low = _mm_shuffle_epi8(digits, _mm_and_si128(v, mask));
  _mm_storeu_si128((__m128i *)(void *)dst, _mm_unpacklo_epi8(high, low));
  _mm_storeu_si128((__m128i *)(void *)(dst + 16), _mm_unpackhi_epi8(high, low));
}
