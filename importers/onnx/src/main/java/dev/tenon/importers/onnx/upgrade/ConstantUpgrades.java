package dev.tenon.importers.onnx.upgrade;

import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Steps of operators that give constants, or change element types. */
final class ConstantUpgrades {
  private ConstantUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("Constant", 1, ConstantUpgrades::constant);
    steps.add("ConstantOfShape", 9, ConstantUpgrades::zero);
    steps.add("CastLike", 15, ConstantUpgrades::castLike);
    steps.add("Cast", 1, ConstantUpgrades::namedType);
    steps.add("Cast", 6, ConstantUpgrades::same);
  }

  private static List<Value> constant(NodeDraft node) {
    return List.of(node.ops.constant(content(node)));
  }

  private static Tensor content(NodeDraft node) {
    for (Object value : node.attributes.values()) {
      if (value instanceof Tensor tensor) {
        return tensor;
      }
      if (value instanceof Float number) {
        return Tensor.scalar(DType.FLOAT32, number);
      }
      if (value instanceof Long number) {
        return Tensor.scalar(DType.INT64, number);
      }
      if (value instanceof String text) {
        return Tensor.ofStrings(new String[] {text}, 1).reshape();
      }
      if (value instanceof List<?> list) {
        return vector(node, list);
      }
    }
    throw new IllegalArgumentException("a constant without a value");
  }

  private static Tensor vector(NodeDraft node, List<?> list) {
    int size = list.size();
    if (node.attributes.containsKey("value_floats")) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (Float) list.get(i);
      }
      return Tensor.of(values, new long[] {size});
    }
    if (node.attributes.containsKey("value_strings")) {
      return Tensor.ofStrings(list.toArray(String[]::new), new long[] {size});
    }
    return Tensor.of(list.stream().mapToLong(value -> (Long) value).toArray(), new long[] {size});
  }

  private static @Nullable List<Value> zero(NodeDraft node) {
    node.attributes.putIfAbsent("value", Tensor.of(new float[1], 1));
    return null;
  }

  private static @Nullable List<Value> castLike(NodeDraft node) {
    DType like = node.input(1).dtype();
    node.opType = "Cast";
    node.keepInputs(1);
    node.attributes.put("to", (long) OnnxFile.dataType(like));
    return same(node);
  }

  /** Up to opset 5 the type is named in letters. */
  private static @Nullable List<Value> namedType(NodeDraft node) {
    if (node.attributes.get("to") instanceof String name) {
      DType type = DType.of(name.toLowerCase(Locale.ROOT));
      node.attributes.put("to", (long) OnnxFile.dataType(type));
    }
    return null;
  }

  private static @Nullable List<Value> same(NodeDraft node) {
    Value x = node.input(0);
    Object same = (long) OnnxFile.dataType(x.dtype());
    // A weight that the file has in half precision is a weight of float32 already.
    return x.parameter() != null && same.equals(node.attributes.get("to")) ? List.of(x) : null;
  }
}
