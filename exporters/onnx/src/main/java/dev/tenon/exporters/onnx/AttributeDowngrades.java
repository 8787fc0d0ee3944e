package dev.tenon.exporters.onnx;

import dev.tenon.ir.shape.Shape;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Steps down for attributes that an older opset does not have. */
final class AttributeDowngrades {
  /**
   * Attributes without a step of their own: what a sentence says of one that is not its default.
   */
  static final Map<String, String> NEED =
      Map.of(
          "antialias", "antialias needs",
          "dilations", "dilations need",
          "keep_aspect_ratio_policy", "keep_aspect_ratio_policy needs",
          "layout", "layout 1 (batch first) needs",
          "reduction", "a reduction needs",
          "training_mode", "training mode needs");

  private AttributeDowngrades() {}

  /** Refuses values that came later, and attributes that came later and are not their defaults. */
  static void apply(Draft draft, NodeWriter node, int opset) {
    draft.attributes.forEach(
        (name, value) -> {
          if (value instanceof String text) {
            int since = OperatorSchemas.since(draft.opType, name, text);
            if (opset < since) {
              node.refuse(name + " '" + text + "' needs opset " + since);
            }
          }
        });
    draft.attributes.entrySet().removeIf(given -> isTooYoung(given, draft.opType, node, opset));
  }

  private static boolean isTooYoung(
      Map.Entry<String, Object> given, String opType, NodeWriter node, int opset) {
    String need = NEED.get(given.getKey());
    int since = need == null ? 0 : OperatorSchemas.since("", opType, Set.of(given.getKey()));
    if (opset >= since) {
      return false;
    }
    Object value = given.getValue();
    boolean ones = value instanceof List<?> list && list.stream().allMatch(i -> i.equals(1L));
    if (!ones && !value.equals(OperatorSchemas.absent("", opType, given.getKey()))) {
      node.refuse(need + " opset " + since);
    }
    return true;
  }

  /** Opsets 19 and 24 let a Cast say how it rounds to floats of 8 bits. */
  static void rounding(Draft draft, NodeWriter node) {
    Object saturate = draft.attributes.remove("saturate");
    Object mode = draft.attributes.remove("round_mode");
    boolean small = draft.attributes.get("to") instanceof DType to && to.isSmall();
    if (small && Long.valueOf(0).equals(saturate)) {
      draft.attributes.put("saturate", saturate);
    }
    if (small && mode != null && !mode.equals("up")) {
      draft.attributes.put("round_mode", mode);
    }
  }

  /** Up to opset 20 scale and bias had one element a group, so that channels could not differ. */
  static void groupScale(Draft draft, NodeWriter node) {
    node.refuseOlder("a scale for each channel of a group needs opset %d");
    draft.attributes.remove("stash_type");
  }

  /** Opset 20 made the axis of a transform an input. */
  static void transformAxis(Draft draft, NodeWriter node) {
    Tensor axis = node.constant(2);
    if (draft.hasInput(2) && axis == null) {
      node.refuseOlder("an axis that is computed needs opset %d");
      return;
    }
    long at = axis == null ? -2 : axis.getLong(0);
    Shape shape = node.type(0).shape();
    if (at < 0 && !shape.ranked()) {
      node.refuseOlder(
          "an axis that is counted from the end of a tensor of unknown rank needs opset %d");
      return;
    }
    draft.keepInputs(2);
    draft.attributes.put("axis", at < 0 ? at + shape.rank() : at);
  }

  /** Opset 16 let the borders of regions be moved by half a pixel. */
  static void regionPixels(Draft draft, NodeWriter node) {
    if (!draft.text("coordinate_transformation_mode", "").equals("output_half_pixel")) {
      node.refuseOlder("coordinate_transformation_mode 'half_pixel' needs opset %d");
    }
    draft.attributes.remove("coordinate_transformation_mode");
  }
}
