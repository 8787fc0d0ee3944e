package dev.tenon.exporters.onnx;

import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Steps down for attributes that an older opset does not have. */
final class AttributeDowngrades {
  private AttributeDowngrades() {}

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

  /** Opset 20 made the axis of a transform an input. */
  static void transformAxis(Draft draft, NodeWriter node) {
    Tensor axis = node.constant(2);
    if (draft.hasInput(2) && axis == null) {
      node.refuse("an axis that is computed needs opset 20");
      return;
    }
    long at = axis == null ? -2 : axis.getLong(0);
    Shape shape = node.type(0).shape();
    if (at < 0 && !shape.ranked()) {
      node.refuse(
          "an axis that is counted from the end of a tensor of unknown rank needs opset 20");
      return;
    }
    draft.keepInputs(2);
    draft.attributes.put("axis", at < 0 ? at + shape.rank() : at);
  }

  /** Opset 16 let the borders of regions be moved by half a pixel. */
  static void regionPixels(Draft draft, NodeWriter node) {
    if (!draft.text("coordinate_transformation_mode", "").equals("output_half_pixel")) {
      node.refuse("coordinate_transformation_mode 'half_pixel' needs opset 16");
    }
    draft.attributes.remove("coordinate_transformation_mode");
  }
}
