package dev.tenon.data.sets;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.pickle.Pickle;
import dev.tenon.formats.pickle.PickledArray;
import dev.tenon.formats.pickle.PickledList;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pickle of CIFAR's archives, read as data: nothing of it is run.
 *
 * @param pixels an image a row: all of its red first, then green, then blue
 * @param labels the class of each image
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record CifarBatch(ByteBuffer pixels, int[] labels) {
  private static final int SIDE = 32;
  private static final int CHANNELS = 3;

  /**
   * Reads a pickle.
   *
   * @param labelKey the key of the labels, such as {@code fine_labels}
   */
  static CifarBatch of(Path archive, String name, byte @Nullable [] file, String labelKey) {
    String where = archive + ": '" + name + "'";
    if (file == null) {
      throw new MalformedModelException(where + " is missing: it is not the archive of CIFAR");
    }
    if (Pickle.read(where, ByteBuffer.wrap(file)) instanceof Map<?, ?> batch
        && batch.get("data") instanceof PickledArray array
        && array.numbers() != null
        && batch.get(labelKey) instanceof PickledList labels
        && labels.isInts()) {
      Tensor data = array.numbers();
      if (data.dtype() == DType.UINT8
          && data.rank() == 2
          && data.dim(0) == labels.size()
          && data.dim(1) == SIDE * SIDE * CHANNELS) {
        return new CifarBatch(data.bytes(), labels.toInts());
      }
    }
    throw new MalformedModelException(
        where + " does not hold images and labels as CIFAR does: fetch the archive again");
  }

  /** Returns the images of batches: uint8 (images, 32, 32, 3). */
  static Tensor images(List<CifarBatch> batches) {
    int count = batches.stream().mapToInt(batch -> batch.labels.length).sum();
    byte[] pixels = new byte[Math.multiplyExact(count, SIDE * SIDE * CHANNELS)];
    int at = 0;
    for (CifarBatch batch : batches) {
      for (int i = 0; i < batch.labels.length; i++) {
        channelsLast(batch.pixels, i, pixels, at);
        at++;
      }
    }
    return Tensor.of(
        DType.UINT8, new long[] {count, SIDE, SIDE, CHANNELS}, ByteBuffer.wrap(pixels));
  }

  private static void channelsLast(ByteBuffer from, int image, byte[] to, int place) {
    int plane = SIDE * SIDE;
    int start = image * plane * CHANNELS;
    int target = place * plane * CHANNELS;
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int pixel = 0; pixel < plane; pixel++) {
        to[target + pixel * CHANNELS + channel] = from.get(start + channel * plane + pixel);
      }
    }
  }
}
