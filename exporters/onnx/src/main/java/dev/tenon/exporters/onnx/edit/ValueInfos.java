package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.TensorType;

/** Converts types and shapes to ONNX messages. */
public final class ValueInfos {
  private ValueInfos() {}

  /** Returns the message of a value's name and type. */
  public static ValueInfoProto of(String name, TensorType type) {
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(OnnxFile.dataType(type.dtype()));
    if (type.shape().ranked()) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      for (Dim dim : type.shape().dims()) {
        TensorShapeProto.Dimension.Builder length = shape.addDimBuilder();
        if (dim instanceof Dim.Known known) {
          length.setDimValue(known.value());
        } else if (dim instanceof Dim.Affine affine) {
          length.setDimParam(affine.toString());
        }
      }
      tensor.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
