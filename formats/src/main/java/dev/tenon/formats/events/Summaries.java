package dev.tenon.formats.events;

import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The {@code Summary.Value} messages of TensorBoard's plugins, as TensorFlow 2 writes them. */
final class Summaries {
  private static final int FLOAT = 1;
  private static final int DOUBLE = 2;
  private static final int STRING = 7;
  private static final int BUCKETS = 30;

  /** What TensorBoard shows a value as, besides the plugin. */
  private enum DataClass {
    SCALAR(1),
    TENSOR(2),
    BLOB_SEQUENCE(3);

    private final int number;

    DataClass(int number) {
      this.number = number;
    }
  }

  private Summaries() {}

  static Message scalar(String tag, double value) {
    ByteBuffer content = little(Float.BYTES).putFloat((float) value);
    return value(tag, "scalars", DataClass.SCALAR, numbers(FLOAT, List.of(), content));
  }

  /** Counts into buckets of equal width, as TensorBoard's own code does. */
  static Message histogram(String tag, Tensor values) {
    double[] all = values.toDoubleArray();
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : all) {
      if (Double.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    long[] counts = new long[BUCKETS];
    double width = (max - min) / BUCKETS;
    long finite = 0;
    for (double value : all) {
      if (Double.isFinite(value)) {
        finite++;
        int bucket = width > 0 ? (int) Math.floor((value - min) / width) : BUCKETS - 1;
        counts[Math.min(BUCKETS - 1, bucket)]++;
      }
    }
    ByteBuffer content = little(BUCKETS * 3 * Double.BYTES);
    for (int i = 0; i < BUCKETS; i++) {
      content.putDouble(finite == 0 ? 0 : min + i * width);
      content.putDouble(finite == 0 ? 0 : i == BUCKETS - 1 ? max : min + (i + 1) * width);
      content.putDouble((double) counts[i]);
    }
    Message tensor = numbers(DOUBLE, List.of((long) BUCKETS, 3L), content);
    return value(tag, "histograms", DataClass.TENSOR, tensor);
  }

  static Message images(String tag, int width, int height, List<byte[]> encoded) {
    List<byte[]> texts = new ArrayList<>();
    texts.add(String.valueOf(width).getBytes(StandardCharsets.UTF_8));
    texts.add(String.valueOf(height).getBytes(StandardCharsets.UTF_8));
    texts.addAll(encoded);
    Message tensor =
        new Message().number(1, STRING).message(2, shape(List.of((long) texts.size())));
    texts.forEach(text -> tensor.bytes(8, text));
    return value(tag, "images", DataClass.BLOB_SEQUENCE, tensor);
  }

  private static Message numbers(int type, List<Long> shape, ByteBuffer content) {
    byte[] bytes = new byte[content.position()];
    content.flip().get(bytes);
    return new Message().number(1, type).message(2, shape(shape)).bytes(4, bytes);
  }

  private static Message value(String tag, String plugin, DataClass dataClass, Message tensor) {
    Message metadata =
        new Message().message(1, new Message().text(1, plugin)).number(4, dataClass.number);
    return new Message().text(1, tag).message(9, metadata).message(8, tensor);
  }

  static Message shape(List<Long> shape) {
    Message message = new Message();
    for (long length : shape) {
      message.message(2, new Message().number(1, length));
    }
    return message;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
