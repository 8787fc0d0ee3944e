package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Foreign;
import dev.tenon.ir.op.Reduction;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a few operators of ONNX's domain for classical learning mean in plainer ones; the others
 * only ONNX Runtime has.
 *
 * @see <a href="https://onnx.ai/onnx/operators/index.html#ai-onnx-ml">ONNX: ai.onnx.ml</a>
 */
final class TableRules {
  private static final String DOMAIN = "ai.onnx.ml";
  private static final Set<String> KNOWN =
      Set.of("ArrayFeatureExtractor", "Binarizer", "LabelEncoder");

  private TableRules() {}

  static boolean has(Foreign.Opaque operator) {
    return operator.domain().equals(DOMAIN)
        && KNOWN.contains(operator.operator())
        && !operator.attributes().containsKey("classes_strings");
  }

  static Value apply(Rule rule, Foreign.Opaque operator) {
    Ops ops = rule.ops();
    Map<String, Object> attributes = operator.attributes();
    Value x = rule.in(0);
    return switch (operator.operator()) {
      case "ArrayFeatureExtractor" ->
          ops.gather(x, rule.reshape(ops.cast(rule.in(1), DType.INT64), -1), rule.rank(0) - 1);
      case "Binarizer" -> {
        double threshold = attributes.get("threshold") instanceof Float given ? given : 0;
        yield ops.cast(ops.greater(x, ops.scalar(x, threshold)), x.dtype());
      }
      default -> looked(rule, attributes);
    };
  }

  /** Looks every element up among the keys, and takes the value beside the key. */
  private static Value looked(Rule rule, Map<String, Object> attributes) {
    Ops ops = rule.ops();
    Tensor keys = list(attributes, "keys_");
    Tensor values = list(attributes, "values_");
    if (keys == null || values == null) {
      throw new IllegalArgumentException("LabelEncoder has no keys, or no values");
    }
    Value x = rule.in(0);
    Value hits = ops.equal(ops.unsqueeze(x, rule.rank(0)), ops.constant(keys));
    Value found = ops.cast(hits, DType.INT32);
    Value place = ops.apply(new Reduction.ArgMax(-1, 0, 0), found);
    Value known = ops.greater(ops.reduceMax(found, false, -1), ops.scalar(found, 0));
    Value result = ops.gather(ops.constant(values), place, 0);
    return ops.where(known, result, ops.constant(otherwise(attributes, values.dtype())));
  }

  private static @Nullable Tensor list(Map<String, Object> attributes, String prefix) {
    if (attributes.get(prefix + "tensor") instanceof Tensor tensor) {
      return tensor;
    }
    if (attributes.get(prefix + "strings") instanceof List<?> strings) {
      return Tensor.ofStrings(strings.toArray(String[]::new), strings.size());
    }
    if (attributes.get(prefix + "int64s") instanceof List<?> numbers) {
      return Tensor.of(
          numbers.stream().mapToLong(number -> (Long) number).toArray(),
          new long[] {numbers.size()});
    }
    if (attributes.get(prefix + "floats") instanceof List<?> numbers) {
      double[] wide = numbers.stream().mapToDouble(number -> (Float) number).toArray();
      return Tensor.of(wide, wide.length).cast(DType.FLOAT32);
    }
    return null;
  }

  private static Tensor otherwise(Map<String, Object> attributes, DType type) {
    if (attributes.get("default_tensor") instanceof Tensor tensor) {
      return tensor.reshape();
    }
    if (type == DType.STRING) {
      String text = attributes.get("default_string") instanceof String given ? given : "_Unused";
      return Tensor.ofStrings(new String[] {text}, 1).reshape();
    }
    if (type.isFloating()) {
      return Tensor.scalar(type, attributes.get("default_float") instanceof Float f ? f : -0.0);
    }
    return Tensor.scalar(type, attributes.get("default_int64") instanceof Long n ? n : -1L);
  }
}
