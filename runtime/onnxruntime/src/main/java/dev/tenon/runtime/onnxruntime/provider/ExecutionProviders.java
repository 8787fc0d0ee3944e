package dev.tenon.runtime.onnxruntime.provider;

import ai.onnxruntime.OrtSession.SessionOptions;
import dev.tenon.engine.Engine;
import dev.tenon.engine.EngineOptions;
import dev.tenon.exporters.onnx.OnnxModel;

/**
 * The execution provider that a user chose by {@link EngineOptions}.
 *
 * @see <a href="https://onnxruntime.ai/docs/execution-providers/">ONNX Runtime: execution
 *     providers</a>
 */
public final class ExecutionProviders {
  private ExecutionProviders() {}

  /** Says whether one was chosen. */
  public static boolean isChosen() {
    EngineOptions chosen = EngineOptions.of(Engine.ONNX_RUNTIME);
    return chosen.device() != null || chosen.openvino() != null;
  }

  /**
   * Adds the chosen one to the options of a session; without a choice, ONNX Runtime's own kernels
   * compute.
   *
   * @param options of a session, when ONNX Runtime's library is loaded
   * @param model what the session computes
   * @param threads how many threads a provider for the processor may use
   * @return whether each input of a run must have elements
   * @throws IllegalStateException where the library lacks the provider, or the machine what it
   *     computes on
   */
  public static boolean choose(SessionOptions options, OnnxModel model, int threads) {
    EngineOptions chosen = EngineOptions.of(Engine.ONNX_RUNTIME);
    CudaProvider.choose(options, chosen);
    return OpenVinoProvider.choose(options, chosen, model, threads);
  }
}
