package dev.tenon.importers.onnx.proto;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.onnx.OnnxFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a node's attributes as plain objects.
 *
 * <p>Numbers are {@code Long} and {@code Float}, texts {@code String}, lists {@code List}, tensors
 * {@link dev.tenon.tensor.Tensor}. A graph or a type stays a message.
 */
public final class AttributeReader {
  private AttributeReader() {}

  /**
   * Reads the attributes of a node.
   *
   * @param label names the node in messages
   * @param given the attributes of the function that the node belongs to
   * @param folder the folder of external files
   */
  public static Map<String, Object> read(
      String label, NodeProto node, Map<String, Object> given, @Nullable ModelFolder folder) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (!attribute.getRefAttrName().isEmpty()) {
        Object value = given.get(attribute.getRefAttrName());
        if (value != null) {
          attributes.put(attribute.getName(), value);
        }
      } else if (attributes.put(attribute.getName(), value(label, attribute, folder)) != null) {
        throw new MalformedModelException(
            label, "gives the attribute '" + attribute.getName() + "' twice");
      }
    }
    return attributes;
  }

  /** Reads one attribute. */
  public static Object value(String label, AttributeProto a, @Nullable ModelFolder folder) {
    return switch (a.getType()) {
      case INT -> a.getI();
      case FLOAT -> a.getF();
      case STRING -> a.getS().toStringUtf8();
      case TENSOR -> OnnxFile.tensor(a.getT(), folder);
      case SPARSE_TENSOR ->
          SparseTensors.dense(
              label + ": attribute '" + a.getName() + "'", a.getSparseTensor(), folder);
      case GRAPH -> a.getG();
      case TYPE_PROTO -> a.getTp();
      case INTS -> a.getIntsList();
      case FLOATS -> a.getFloatsList();
      case STRINGS -> a.getStringsList().stream().map(ByteString::toStringUtf8).toList();
      case UNDEFINED -> undefined(label, a, folder);
      default ->
          throw new UnsupportedModelException(
              label, "the attribute '" + a.getName() + "' is of the kind " + a.getType());
    };
  }

  /** Up to IR version 1 the kind of an attribute was not written. */
  private static Object undefined(String label, AttributeProto a, @Nullable ModelFolder folder) {
    if (a.hasF()) {
      return a.getF();
    }
    if (a.hasI()) {
      return a.getI();
    }
    if (a.hasS()) {
      return a.getS().toStringUtf8();
    }
    if (a.hasT()) {
      return OnnxFile.tensor(a.getT(), folder);
    }
    if (a.getIntsCount() > 0) {
      return a.getIntsList();
    }
    if (a.getFloatsCount() > 0) {
      return a.getFloatsList();
    }
    throw new MalformedModelException(
        label, "the attribute '" + a.getName() + "' has no kind: the file is damaged");
  }
}
