package dev.tenon.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an engine computes on or with: {@code Engine.tensorflow().gpu().memoryGrowth(true).use()}.
 *
 * <p>{@link #use()} chooses for the whole process. It counts for what is opened afterwards: call it
 * before the first model computes. TensorFlow keeps the memory settings of its first model. Where
 * nothing is chosen, TensorFlow takes a GPU that its library finds, and ONNX Runtime the CPU.
 *
 * @param engine the engine
 * @param device the number of the graphics card, from 0; null for the engine's own choice
 * @param memoryGrowth whether memory of the card is taken as it is needed; false: TensorFlow takes
 *     nearly all of it at once, ONNX Runtime doubles what it has
 * @param memoryLimit the largest number of bytes of the card's memory; null for no limit
 * @param openvino the file of ONNX Runtime's OpenVINO execution provider; null for ONNX Runtime's
 *     own kernels
 * @param bfloat16 whether OpenVINO may round to bfloat16 where the processor multiplies it faster
 * @see <a href="https://www.tensorflow.org/guide/gpu">TensorFlow: use a GPU</a>
 * @see <a href="https://onnxruntime.ai/docs/execution-providers/CUDA-ExecutionProvider.html">ONNX
 *     Runtime: CUDA</a>
 * @see <a
 *     href="https://onnxruntime.ai/docs/execution-providers/OpenVINO-ExecutionProvider.html">ONNX
 *     Runtime: OpenVINO</a>
 */
public record EngineOptions(
    Engine engine,
    @Nullable Integer device,
    boolean memoryGrowth,
    @Nullable Long memoryLimit,
    @Nullable Path openvino,
    boolean bfloat16) {
  private static final Map<Engine, EngineOptions> USED = new ConcurrentHashMap<>();
  private static final long LEAST_MEMORY = 1L << 20;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the device is negative, the limit is less than a mebibyte,
   *     there are settings of memory and no device, of OpenVINO and no library of it, or both a
   *     device and OpenVINO
   */
  public EngineOptions {
    Objects.requireNonNull(engine, "engine");
    if (device != null && device < 0) {
      throw new IllegalArgumentException("device must be at least 0, received " + device);
    }
    if (memoryLimit != null && memoryLimit < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "memoryLimit must be at least " + LEAST_MEMORY + " bytes, received " + memoryLimit);
    }
    if (device == null && (memoryGrowth || memoryLimit != null)) {
      throw new IllegalArgumentException(
          "memoryGrowth and memoryLimit are for a graphics card: call "
              + method(engine)
              + "() first");
    }
    if (memoryGrowth && memoryLimit != null && engine == Engine.TENSORFLOW) {
      throw new IllegalArgumentException(
          "memoryGrowth and memoryLimit cannot be given at the same time: TensorFlow takes the"
              + " limit at once");
    }
    if (openvino != null && engine != Engine.ONNX_RUNTIME) {
      throw new IllegalArgumentException(
          "openvino() is for engine '" + Engine.ONNX_RUNTIME + "', not for " + engine);
    }
    if (openvino != null && device != null) {
      throw new IllegalArgumentException(
          "cuda() and openvino() cannot be given at the same time: choose one");
    }
    if (openvino == null && bfloat16) {
      throw new IllegalArgumentException("bfloat16 is for OpenVINO: call openvino(library) first");
    }
  }

  /** Returns the options of an engine that decides itself. */
  static EngineOptions none(Engine engine) {
    return new EngineOptions(engine, null, false, null, null, false);
  }

  private static String method(Engine engine) {
    return engine == Engine.TENSORFLOW ? "gpu" : "cuda";
  }

  /**
   * Returns what was chosen for an engine.
   *
   * @param engine the engine
   * @return the options that were used last; those of an engine that decides itself where there are
   *     none
   */
  public static EngineOptions of(Engine engine) {
    return USED.getOrDefault(engine, none(engine));
  }

  /** Chooses the first graphics card for TensorFlow. */
  public EngineOptions gpu() {
    return gpu(0);
  }

  /**
   * Chooses a graphics card for TensorFlow.
   *
   * @param number the card's number, from 0
   * @throws IllegalArgumentException for another engine
   */
  public EngineOptions gpu(int number) {
    return on(number, Engine.TENSORFLOW, "gpu");
  }

  /** Chooses the first graphics card for ONNX Runtime. */
  public EngineOptions cuda() {
    return cuda(0);
  }

  /**
   * Chooses a graphics card for ONNX Runtime, by its CUDA execution provider.
   *
   * @param number the card's number, from 0
   * @throws IllegalArgumentException for another engine
   */
  public EngineOptions cuda(int number) {
    return on(number, Engine.ONNX_RUNTIME, "cuda");
  }

  private EngineOptions on(int number, Engine wanted, String called) {
    if (engine != wanted) {
      throw new IllegalArgumentException(
          called
              + "() is for engine '"
              + wanted
              + "': call "
              + method(engine)
              + "() for "
              + engine);
    }
    return new EngineOptions(engine, number, memoryGrowth, memoryLimit, openvino, bfloat16);
  }

  /**
   * Sets whether memory of the card is taken as it is needed.
   *
   * @param grows true for as needed
   */
  public EngineOptions memoryGrowth(boolean grows) {
    return new EngineOptions(engine, device, grows, memoryLimit, openvino, bfloat16);
  }

  /**
   * Sets how much of the card's memory may be taken.
   *
   * @param bytes the limit, at least a mebibyte
   */
  public EngineOptions memoryLimit(long bytes) {
    return new EngineOptions(engine, device, memoryGrowth, bytes, openvino, bfloat16);
  }

  /**
   * Chooses OpenVINO's kernels for Intel processors, by ONNX Runtime's execution provider, in place
   * of ONNX Runtime's own. They compute in float32 unless {@link #bfloat16} allows less.
   *
   * <p>The library is native code, which this process loads and runs.
   *
   * @param library the file {@code libonnxruntime_providers_openvino_plugin.so} of the Python wheel
   *     {@code onnxruntime-ep-openvino}, with the wheel's other libraries beside it
   * @throws IllegalArgumentException for another engine, or where a graphics card is chosen
   */
  public EngineOptions openvino(Path library) {
    Objects.requireNonNull(library, "library");
    return new EngineOptions(engine, device, memoryGrowth, memoryLimit, library, bfloat16);
  }

  /**
   * Sets whether OpenVINO may round factors to bfloat16, with eight bits of mantissa, where the
   * processor has instructions for them. Sums stay in float32; results may differ by a few percent.
   *
   * @param allowed true to let OpenVINO choose; false for float32
   * @throws IllegalArgumentException where OpenVINO is not chosen
   */
  public EngineOptions bfloat16(boolean allowed) {
    return new EngineOptions(engine, device, memoryGrowth, memoryLimit, openvino, allowed);
  }

  /**
   * Chooses these options for everything that this process opens from now on.
   *
   * <p>Where the driver, the card or the engine's library for it is missing, the next model that
   * computes fails with an {@link IllegalStateException} that says what to install.
   */
  public void use() {
    USED.put(engine, this);
  }
}
