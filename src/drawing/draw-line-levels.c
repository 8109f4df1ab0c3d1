/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw-line-levels.h"

#include "engine-cpu.h"

const DrawLineKernel *
draw_line_kernel (void) {
#ifdef ENGINE_CPU_HAS_LEVELS
  switch (engine_cpu_level ()) {
  case ENGINE_CPU_AVX512:
    return &draw_line_kernel_avx512;
  case ENGINE_CPU_AVX2:
    return &draw_line_kernel_avx2;
  default:
    break;
  }
#endif
  return &draw_line_kernel_baseline;
}
