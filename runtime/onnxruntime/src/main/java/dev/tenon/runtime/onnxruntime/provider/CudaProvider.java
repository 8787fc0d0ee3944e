package dev.tenon.runtime.onnxruntime.provider;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.tenon.engine.EngineOptions;

/** The graphics card that a user chose, in the options of a session. */
final class CudaProvider {
  private CudaProvider() {}

  /**
   * Adds the chosen card; without a choice the session computes on the CPU.
   *
   * @throws IllegalStateException where the library has no CUDA, or CUDA no such card
   */
  static void choose(SessionOptions options, EngineOptions chosen) {
    Integer device = chosen.device();
    if (device == null) {
      return;
    }
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device)) {
      cuda.add(
          "arena_extend_strategy", chosen.memoryGrowth() ? "kSameAsRequested" : "kNextPowerOfTwo");
      Long limit = chosen.memoryLimit();
      if (limit != null) {
        cuda.add("gpu_mem_limit", limit.toString());
      }
      options.addCUDA(cuda);
    } catch (OrtException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "Engine.onnxruntime().cuda("
              + device
              + "): ONNX Runtime cannot use this graphics card. Expected the dependency"
              + " com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime, an NVIDIA"
              + " driver (does nvidia-smi list the card?), CUDA 12 and cuDNN 9; received: "
              + e.getMessage(),
          e);
    }
  }
}
