package dev.tenon.exporters.onnx;

import java.util.List;

/** Steps down for attributes that an older opset does not have. */
final class AttributeSteps {
  private AttributeSteps() {}

  /** Opset 18 added the reductions max and min to scatters. */
  static void extremeReduction(Draft draft, NodeWriter node) {
    String reduction = draft.text("reduction", "none");
    if (reduction.equals("max") || reduction.equals("min")) {
      node.refuse("reduction '" + reduction + "' needs opset 18");
    }
  }

  /** Opset 16 added the attribute reduction to scatters. */
  static void anyReduction(Draft draft, NodeWriter node) {
    if (!draft.text("reduction", "none").equals("none")) {
      node.refuse("a reduction needs opset 16");
    }
    draft.attributes.remove("reduction");
  }

  /** Opset 14 added the attribute training_mode. */
  static void trainingMode(Draft draft, NodeWriter node) {
    if (draft.number("training_mode", 0) != 0) {
      node.refuse("training mode needs opset 14");
    }
    draft.attributes.remove("training_mode");
  }

  /** Up to opset 20 scale and bias had one element a group, so that channels could not differ. */
  static void groupScale(Draft draft, NodeWriter node) {
    node.refuse("a scale for each channel of a group needs opset 21");
    draft.attributes.remove("stash_type");
  }

  /** Opset 19 added the attribute dilations. */
  static void dilations(Draft draft, NodeWriter node) {
    if (draft.attributes.get("dilations") instanceof List<?> list
        && list.stream().anyMatch(dilation -> !dilation.equals(1L))) {
      node.refuse("dilations need opset 19");
    }
    draft.attributes.remove("dilations");
  }

  /** Opset 14 added the attribute layout. */
  static void layout(Draft draft, NodeWriter node) {
    if (draft.number("layout", 0) != 0) {
      node.refuse("layout 1 (batch first) needs opset 14");
    }
    draft.attributes.remove("layout");
  }
}
