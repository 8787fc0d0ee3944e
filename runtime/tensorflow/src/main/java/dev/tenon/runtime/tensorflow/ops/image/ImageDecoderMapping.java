package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.CustomOperator;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.Base64;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TString;

/**
 * How ONNX's ImageDecoder is written, for the files that TensorFlow decodes: JPEG, PNG, GIF and
 * BMP.
 *
 * <p>TensorFlow has one operation for BMP files and one for all others that takes the exact cosine
 * transform, which is what ONNX's numbers come from. Both run; the one whose turn it is not is
 * given an image of one pixel.
 */
public final class ImageDecoderMapping {
  private static final byte[] BMP =
      Base64.getDecoder()
          .decode(
              "Qk06AAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==");
  private static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC");

  private ImageDecoderMapping() {}

  public static boolean is(CustomOperator.Opaque operator) {
    return operator.domain().isEmpty() && operator.operator().equals("ImageDecoder");
  }

  public static List<Output<?>> decode(CustomOperator.Opaque operator, NodeContext at) {
    Tf tf = at.tf();
    Output<?> bytes = tf.cast(at.in(0), DataType.DT_INT32);
    Output<?> begin = tf.part(bytes, 0, 2);
    Output<?> bmp = tf.reduce("All", tf.binary("Equal", begin, tf.ints('B', 'M')), false, 0);
    Output<?> file = text(tf, bytes);
    Output<?> first = tf.op("DecodeBmp").in(tf.select(bmp, file, constant(tf, BMP))).out();
    Output<?> other =
        tf.op("DecodeJpeg")
            .in(tf.select(bmp, constant(tf, PNG), file))
            .attr("channels", 3)
            .attr("dct_method", "INTEGER_ACCURATE")
            .out();
    Output<?> pixels = chosen(tf, bmp, threeColours(tf, first), other);
    Object format = operator.attributes().getOrDefault("pixel_format", "RGB");
    return List.of(
        format.equals("BGR")
            ? tf.op("ReverseV2").in(pixels, tf.ints(2)).out()
            : format.equals("Grayscale") ? grey(tf, pixels) : pixels);
  }

  /** Puts bytes together to the text that the operations of images take. */
  private static Output<?> text(Tf tf, Output<?> bytes) {
    byte[][] all = new byte[256][];
    for (int i = 0; i < all.length; i++) {
      all[i] = new byte[] {(byte) i};
    }
    Output<?> letters = tf.gather(strings(tf, Shape.of(all.length), all), bytes, 0);
    return tf.op("ReduceJoin").in(letters, tf.ints(0)).out();
  }

  private static Output<?> constant(Tf tf, byte[] content) {
    return strings(tf, Shape.scalar(), content);
  }

  private static Output<?> strings(Tf tf, Shape shape, byte[]... contents) {
    try (org.tensorflow.Tensor value =
        TString.tensorOfBytes(shape, DataBuffers.ofObjects(contents))) {
      return tf.op("Const").attr("dtype", DataType.DT_STRING).attr("value", value).out();
    }
  }

  /**
   * BMP files come in one, three or four channels: the fourth is dropped, the only one repeated.
   */
  private static Output<?> threeColours(Tf tf, Output<?> pixels) {
    Output<?> last = tf.sub(tf.length(pixels, 2), tf.scalar(1));
    Output<?> channels = tf.binary("Minimum", tf.longs(0, 1, 2), last);
    return tf.gather(pixels, channels, 2);
  }

  /** Returns one of two images of different sizes. */
  private static Output<?> chosen(Tf tf, Output<?> condition, Output<?> a, Output<?> b) {
    Output<?> flat = tf.concat(0, List.of(tf.reshape(a, -1), tf.reshape(b, -1)));
    Output<?> shape = tf.select(condition, tf.shape(a), tf.shape(b));
    Output<?> size = tf.expandDims(tf.product(shape), 0);
    Output<?> all = tf.expandDims(tf.product(tf.shape(a)), 0);
    Output<?> from = tf.select(condition, tf.longs(0), all);
    return tf.reshape(tf.op("Slice").in(flat, from, size).out(), shape);
  }

  /** Weighs the colours as Pillow does, in whole numbers. */
  private static Output<?> grey(Tf tf, Output<?> pixels) {
    Output<?> weighted = tf.mul(tf.cast(pixels, DataType.DT_INT32), tf.ints(19595, 38470, 7471));
    Output<?> sum = tf.reduce("Sum", weighted, true, 2);
    Output<?> rounded = tf.add(sum, tf.ints(0x8000));
    return tf.cast(tf.binary("RightShift", rounded, tf.ints(16)), DataType.DT_UINT8);
  }
}
