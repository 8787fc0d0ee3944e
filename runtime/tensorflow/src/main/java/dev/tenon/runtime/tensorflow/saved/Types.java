package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/** Reads types as TensorFlow's messages say them. */
final class Types {
  private static final int MOST_AXES = 254;

  private Types() {}

  static TensorType of(String where, DataType type, TensorShapeProto shape) {
    try {
      return new TensorType(TensorFlowTypes.of(type), shape(where, shape));
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(where, String.valueOf(e.getMessage()), e);
    }
  }

  private static Shape shape(String where, TensorShapeProto shape) {
    if (shape.getUnknownRank()) {
      return Shape.unknownRank();
    }
    if (shape.getDimCount() > MOST_AXES) {
      throw new MalformedModelException(where, "has " + shape.getDimCount() + " axes");
    }
    List<Dim> dims = new ArrayList<>();
    for (TensorShapeProto.Dim dim : shape.getDimList()) {
      if (dim.getSize() < -1 || dim.getSize() > Integer.MAX_VALUE) {
        throw new MalformedModelException(where, "has a length of " + dim.getSize());
      }
      dims.add(Dim.of(dim.getSize()));
    }
    return Shape.of(dims);
  }
}
