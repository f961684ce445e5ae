/* What the processor can do and the operating system keeps across a change of tasks. */
#include "dx_simd.h"

#if defined(_MSC_VER)
/* What every object with floating-point numbers refers to there. */
int _fltused = 0;
#endif

#if defined(__x86_64__)
#include <cpuid.h>

DX_EXPORT int32_t dx_features(void)
{
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  const unsigned osxsave = 1u << 27, avx = 1u << 28, popcnt = 1u << 23;
  if ((c & (osxsave | avx | popcnt)) != (osxsave | avx | popcnt)) return 0;
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  unsigned ea = 0, eb = 0, ec = 0, ed = 0;
  __get_cpuid(0x80000001, &ea, &eb, &ec, &ed);
  const unsigned bmi1 = 1u << 3, avx2 = 1u << 5, bmi2 = 1u << 8, avx512f = 1u << 16, avx512bw = 1u << 30, lzcnt = 1u << 5;
  const unsigned ymm = 0x6, zmm = 0xe6;
  int32_t has = 0;
  if ((low & ymm) == ymm && (b & (bmi1 | avx2 | bmi2)) == (bmi1 | avx2 | bmi2) && (ec & lzcnt)) has |= DX_HAS_AVX2;
  if (has && (low & zmm) == zmm && (b & avx512f)) has |= DX_HAS_AVX512F;
  if ((has & DX_HAS_AVX512F) && (b & avx512bw)) has |= DX_HAS_AVX512BW;
  return has;
}
#elif defined(__aarch64__)
DX_EXPORT int32_t dx_features(void) { return DX_HAS_NEON; }
#else
DX_EXPORT int32_t dx_features(void) { return 0; }
#endif
