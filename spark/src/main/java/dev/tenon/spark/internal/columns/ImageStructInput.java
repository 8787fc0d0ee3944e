package dev.tenon.spark.internal.columns;

import dev.tenon.Model;
import dev.tenon.image.ImageSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads images of Spark's data source {@code image}: bytes in the order blue, green, red.
 *
 * @param name the name of the input
 * @param place for messages
 * @param ordinal the position of the column
 * @param preparation the resizing and scaling
 * @see <a href="https://spark.apache.org/docs/latest/ml-datasource.html">Spark: image data
 *     source</a>
 */
record ImageStructInput(String name, ColumnPlace place, int ordinal, ImagePreparation preparation)
    implements InputReader {
  /** The fields: origin, height, width, number of channels, OpenCV's type, data. */
  private static final int FIELDS = 6;

  @Override
  public void read(
      List<InternalRow> rows, Model model, BatchBuffers buffers, Map<String, Tensor> inputs) {
    ImageSpec spec = preparation.spec();
    List<Tensor> images = new ArrayList<>();
    for (InternalRow row : rows) {
      if (row.isNullAt(ordinal)) {
        throw place.nullValue();
      }
      images.add(spec.resize(pixels(row.getStruct(ordinal, FIELDS))));
    }
    inputs.put(name, preparation.batch(images));
  }

  private Tensor pixels(InternalRow image) {
    int height = image.getInt(1);
    int width = image.getInt(2);
    int channels = image.getInt(3);
    byte[] data = image.isNullAt(5) ? new byte[0] : image.getBinary(5);
    boolean known = channels == 1 || channels == 3 || channels == 4;
    if (!known || height <= 0 || width <= 0 || data.length != (long) height * width * channels) {
      throw place.error(
          "a row is not an image: "
              + height
              + " by "
              + width
              + " pixels of "
              + channels
              + " channels and "
              + data.length
              + " bytes; drop images that Spark could not read by option(\"dropInvalid\", true)");
    }
    for (int i = 0; channels >= 3 && i < data.length; i += channels) {
      byte blue = data[i];
      data[i] = data[i + 2];
      data[i + 2] = blue;
    }
    return Tensor.of(DType.UINT8, new long[] {height, width, channels}, ByteBuffer.wrap(data));
  }
}
