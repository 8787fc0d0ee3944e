package dev.tenon.exporters.onnx;

import dev.tenon.formats.Memory;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * Keeps weights that are converted from the form of their file, such as transposed kernels.
 *
 * <p>All of them exist until the network is written or an engine has read it. Up to a quarter of
 * {@code -Xmx} they stay where they are, in direct buffers, which Java bounds by {@code -Xmx}. What
 * is more moves to a temporary file when memory is short.
 */
final class ConvertedWeights implements UnaryOperator<Tensor> {
  private static final int SHARE = 4;

  private final long most;
  private long held;

  /** Creates a keeper for one network. */
  ConvertedWeights() {
    this(Runtime.getRuntime().maxMemory() / SHARE);
  }

  /**
   * Creates a keeper for one network.
   *
   * @param most how many bytes stay where they are
   */
  ConvertedWeights(long most) {
    this.most = most;
  }

  @Override
  public Tensor apply(Tensor tensor) {
    if (tensor.dtype() == DType.STRING) {
      return tensor;
    }
    held += tensor.bytes().remaining();
    return held <= most ? tensor : Memory.keep("converted weights", tensor);
  }
}
