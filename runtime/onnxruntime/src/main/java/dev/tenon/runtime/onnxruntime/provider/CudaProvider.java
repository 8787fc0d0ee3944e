package dev.tenon.runtime.onnxruntime.provider;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.tenon.engine.Engine;
import dev.tenon.engine.EngineOptions;

/** The graphics card that a user chose, in the options of a session. */
public final class CudaProvider {
  private CudaProvider() {}

  /** Says whether sessions compute on a card. */
  public static boolean isChosen() {
    return EngineOptions.of(Engine.ONNX_RUNTIME).device() != null;
  }

  /**
   * Adds the chosen card; without a choice the session computes on the CPU.
   *
   * @throws IllegalStateException where the library has no CUDA, or CUDA no such card
   */
  public static void choose(SessionOptions options) {
    EngineOptions chosen = EngineOptions.of(Engine.ONNX_RUNTIME);
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
      options.close();
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
