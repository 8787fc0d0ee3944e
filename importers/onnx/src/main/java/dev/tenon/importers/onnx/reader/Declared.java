package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a file says of the types of values, and joins it with what is inferred. */
final class Declared {
  private Declared() {}

  /** Returns a tensor's type; null if the file says none that Tenon has. */
  static @Nullable TensorType of(ValueInfoProto info) {
    TypeProto type = info.getType();
    if (!type.hasTensorType() || !OnnxFile.isSupported(type.getTensorType().getElemType())) {
      return null;
    }
    TypeProto.Tensor tensor = type.getTensorType();
    Shape shape = tensor.hasShape() ? shape(tensor.getShape()) : Shape.unknownRank();
    return new TensorType(OnnxFile.dtype(tensor.getElemType()), shape);
  }

  /** Says what a value is that is no tensor of Tenon's types. */
  static String kind(ValueInfoProto info) {
    TypeProto type = info.getType();
    return switch (type.getValueCase()) {
      case TENSOR_TYPE ->
          "a tensor of " + OnnxFile.dataTypeName(type.getTensorType().getElemType());
      case SEQUENCE_TYPE -> "a sequence";
      case OPTIONAL_TYPE -> "an optional value";
      case MAP_TYPE -> "a map";
      case SPARSE_TENSOR_TYPE -> "a sparse tensor";
      default -> "of no type that the file names";
    };
  }

  private static Shape shape(TensorShapeProto shape) {
    List<Dim> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dim : shape.getDimList()) {
      if (dim.hasDimValue() && dim.getDimValue() >= 0) {
        dims.add(Dim.of(dim.getDimValue()));
      } else if (dim.getDimParam().isEmpty()) {
        dims.add(Dim.unknown());
      } else {
        dims.add(Dim.symbol(dim.getDimParam()));
      }
    }
    return Shape.of(dims);
  }

  /**
   * Returns the inferred type with those lengths of the declared one that inference left open.
   *
   * <p>Where the two contradict each other, what is inferred counts: tools write wrong shapes.
   */
  static TensorType refine(TensorType inferred, @Nullable TensorType declared) {
    if (declared == null || declared.dtype() != inferred.dtype() || !declared.shape().ranked()) {
      return inferred;
    }
    Shape known = inferred.shape();
    if (!known.ranked()) {
      return declared;
    }
    if (known.rank() != declared.shape().rank()) {
      return inferred;
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < known.rank(); i++) {
      Dim dim = known.dim(i);
      Dim other = declared.shape().dim(i);
      dims.add(other.isKnown() || dim instanceof Dim.Unknown ? pick(dim, other) : dim);
    }
    return inferred.with(Shape.of(dims));
  }

  private static Dim pick(Dim inferred, Dim declared) {
    return inferred.isKnown() || declared instanceof Dim.Unknown ? inferred : declared;
  }
}
