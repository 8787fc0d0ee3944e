package dev.tenon.spark.internal.columns;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.image.ImageSpec;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads the content of image files: JPEG, PNG, GIF, BMP and what else Tenon decodes.
 *
 * @param name the name of the input
 * @param place for messages
 * @param ordinal the position of the column
 * @param preparation the decoding, resizing and scaling
 */
record EncodedImageInput(String name, ColumnPlace place, int ordinal, ImagePreparation preparation)
    implements InputReader {
  @Override
  public void read(
      List<InternalRow> rows, Model model, BatchBuffers buffers, Map<String, Tensor> inputs) {
    ImageSpec spec = preparation.spec();
    List<Tensor> images = new ArrayList<>();
    for (InternalRow row : rows) {
      if (row.isNullAt(ordinal)) {
        throw place.nullValue();
      }
      try {
        images.add(spec.read("image", row.getBinary(ordinal)));
      } catch (MalformedModelException | UnsupportedModelException e) {
        IllegalArgumentException error =
            place.error("a row is not an image that Tenon decodes: " + e.getMessage());
        error.initCause(e);
        throw error;
      }
    }
    inputs.put(name, preparation.batch(images));
  }
}
