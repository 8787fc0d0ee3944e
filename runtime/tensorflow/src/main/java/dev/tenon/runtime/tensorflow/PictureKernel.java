package dev.tenon.runtime.tensorflow;

import dev.tenon.runtime.PictureDecoder;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TString;

/**
 * Decodes pictures with the operation behind {@code tf.image.decode_image}, whose JPEGs differ from
 * those of other decoders: it takes a fast transform.
 */
final class PictureKernel implements PictureDecoder {
  /** Lives as long as the process: it holds no picture. */
  private static final class Shared {
    static final PictureKernel KERNEL = new PictureKernel();
  }

  private final OpenModel model = new OpenModel("pictures", false);
  private final Output<?> file = model.tf().placeholder(DataType.DT_STRING, Shape.scalar());
  private final Map<Integer, Output<?>> decoded = new HashMap<>();

  private PictureKernel() {}

  static PictureKernel shared() {
    return Shared.KERNEL;
  }

  private synchronized Output<?> decoded(int channels) {
    // The operation by its default has the element type uint8.
    return decoded.computeIfAbsent(
        channels,
        count ->
            model
                .tf()
                .op("DecodeImage")
                .in(file)
                .attr("channels", (long) count)
                .attr("expand_animations", false)
                .out());
  }

  @Override
  public Tensor decode(byte[] bytes, int channels) {
    try (org.tensorflow.Tensor fed =
            TString.tensorOfBytes(Shape.scalar(), DataBuffers.ofObjects(new byte[][] {bytes}));
        Result result = model.session().runner().feed(file, fed).fetch(decoded(channels)).run()) {
      return HostTensors.fromNative(result.get(0), DType.UINT8);
    } catch (TensorFlowException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
