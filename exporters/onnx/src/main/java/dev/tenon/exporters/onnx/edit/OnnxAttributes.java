package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.graph.Graph;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Converts attribute values to ONNX messages. */
public final class OnnxAttributes {
  /** For nodes without nested graphs. */
  public static final Nested NONE =
      graph -> {
        throw new IllegalArgumentException("graph '" + graph.name() + "' is no attribute here");
      };

  private OnnxAttributes() {}

  /** Writes a graph that is an attribute. */
  public interface Nested {
    GraphProto write(Graph graph);
  }

  /**
   * Returns one attribute.
   *
   * @param value a value of {@link dev.tenon.ir.op.Attributes}, or a list of numbers or strings
   */
  public static AttributeProto proto(String name, Object value, Nested nested) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Long number) {
      attribute.setType(AttributeProto.AttributeType.INT).setI(number);
    } else if (value instanceof Float number) {
      attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
    } else if (value instanceof String text) {
      attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
    } else if (value instanceof Tensor tensor) {
      attribute.setType(AttributeProto.AttributeType.TENSOR).setT(OnnxFile.proto("", tensor));
    } else if (value instanceof DType dtype) {
      attribute.setType(AttributeProto.AttributeType.INT).setI(OnnxFile.dataType(dtype));
    } else if (value instanceof Graph graph) {
      attribute.setType(AttributeProto.AttributeType.GRAPH).setG(nested.write(graph));
    } else if (value instanceof List<?> list) {
      addList(attribute, list);
    } else {
      throw new IllegalArgumentException(
          "attribute " + name + ": ONNX has no attributes of " + value.getClass().getSimpleName());
    }
    return attribute.build();
  }

  /** Returns a numeric attribute of a standard node, or the default of its schema. */
  public static double number(NodeProto node, String name) {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name)) {
        return attribute.getType() == AttributeProto.AttributeType.FLOAT
            ? attribute.getF()
            : attribute.getI();
      }
    }
    return OperatorSchemas.absent("", node.getOpType(), name) instanceof Number number
        ? number.doubleValue()
        : 0;
  }

  private static void addList(AttributeProto.Builder attribute, List<?> list) {
    if (list.stream().allMatch(Long.class::isInstance)) {
      attribute.setType(AttributeProto.AttributeType.INTS);
      list.forEach(item -> attribute.addInts((Long) item));
    } else if (list.stream().allMatch(Float.class::isInstance)) {
      attribute.setType(AttributeProto.AttributeType.FLOATS);
      list.forEach(item -> attribute.addFloats((Float) item));
    } else if (list.stream().allMatch(String.class::isInstance)) {
      attribute.setType(AttributeProto.AttributeType.STRINGS);
      list.forEach(item -> attribute.addStrings(ByteString.copyFromUtf8((String) item)));
    } else {
      throw new IllegalArgumentException(
          "attribute " + attribute.getName() + " holds a list of mixed types: " + list);
    }
  }
}
