/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-conv-kernel.h"

#include "engine-cpu.h"

const EngineConvKernel *
engine_conv_kernel (void) {
  static const EngineConvKernel kernels[] = {
    [ENGINE_CPU_BASELINE] = { engine_conv_sum_baseline, engine_conv_rows_sum_baseline,
                              &engine_conv_pair_baseline },
#ifdef ENGINE_CPU_HAS_LEVELS
    [ENGINE_CPU_AVX2] = { engine_conv_sum_avx2, engine_conv_rows_sum_avx2, &engine_conv_pair_avx2 },
    [ENGINE_CPU_AVX512] = { engine_conv_sum_avx512, engine_conv_rows_sum_avx512, &engine_conv_pair_avx512 },
#endif
  };

  return &kernels[engine_cpu_level ()];
}
