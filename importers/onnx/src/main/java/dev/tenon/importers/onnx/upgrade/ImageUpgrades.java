package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of operators that resize images. */
final class ImageUpgrades {
  private ImageUpgrades() {}

  static void register(OpsetUpgrades.Registry steps) {
    steps.add("Resize", 10, ImageUpgrades::firstResize);
    steps.add("Resize", 11, ImageUpgrades::emptyInputs);
    steps.add("Upsample", 1, ImageUpgrades::squareScales);
    steps.add("Upsample", 7, ImageUpgrades::scalesAttribute);
    steps.add("Upsample", 9, ImageUpgrades::plainResize);
  }

  /** At opset 10 pixels lie at their upper left corners, and the nearest one is below. */
  private static @Nullable List<Value> plainResize(NodeDraft node) {
    node.opType = "Resize";
    Value scales = node.input(1);
    node.set(1, null);
    node.set(2, scales);
    node.attributes.put("coordinate_transformation_mode", "asymmetric");
    node.attributes.put("nearest_mode", "floor");
    if (node.text("mode", "nearest").equals("bilinear")) {
      node.attributes.put("mode", "linear");
    }
    return null;
  }

  /** At opset 10 the nearest pixel of a smaller image is the one above. */
  private static @Nullable List<Value> firstResize(NodeDraft node) {
    Tensor scales = node.input(1).constant();
    plainResize(node);
    if (scales == null || !node.text("mode", "nearest").equals("nearest")) {
      return null;
    }
    float[] smaller = scales.toFloatArray();
    float[] larger = scales.toFloatArray();
    boolean shrinks = false;
    boolean grows = false;
    for (int i = 0; i < smaller.length; i++) {
      shrinks |= smaller[i] < 1;
      grows |= smaller[i] > 1;
      smaller[i] = Math.min(1, smaller[i]);
      larger[i] = Math.max(1, larger[i]);
    }
    if (shrinks && grows) {
      ImageResampling.Resize first =
          new ImageResampling.Resize(
              0, null, "asymmetric", -0.75f, 0, 0, "stretch", "nearest", "ceil");
      Value by = node.ops.constant(Tensor.of(smaller, new long[] {smaller.length}));
      node.set(0, node.ops.apply(first, node.input(0), null, by));
      node.set(2, node.ops.constant(Tensor.of(larger, new long[] {larger.length})));
    } else if (shrinks) {
      node.attributes.put("nearest_mode", "ceil");
    }
    return null;
  }

  /**
   * An empty vector stands for an input that is left out.
   *
   * <p>What opsets 11 and 12 call {@code tf_half_pixel_for_nn} has its pixels half a pixel further
   * on, where the nearest one below is the nearest of all, and the nearest of all is the next one.
   */
  private static @Nullable List<Value> emptyInputs(NodeDraft node) {
    if (node.text("coordinate_transformation_mode", "").equals("tf_half_pixel_for_nn")
        && node.text("mode", "nearest").equals("nearest")) {
      String rounding = node.text("nearest_mode", "round_prefer_floor");
      if (rounding.equals("floor") || rounding.equals("round_prefer_floor")) {
        node.attributes.put("coordinate_transformation_mode", "half_pixel");
        node.attributes.put(
            "nearest_mode", rounding.equals("floor") ? "round_prefer_ceil" : "ceil");
      }
    }
    for (int i = 1; i < node.inputs.size(); i++) {
      Value input = node.optional(i);
      if (input != null && input.shape().ranked() && input.shape().size().orMinusOne() == 0) {
        node.set(i, null);
      }
    }
    return null;
  }

  private static @Nullable List<Value> squareScales(NodeDraft node) {
    float[] scales = {1, 1, node.number("height_scale", 1), node.number("width_scale", 1)};
    node.set(1, node.ops.constant(Tensor.of(scales, new long[] {scales.length})));
    node.drop("height_scale", "width_scale");
    return plainResize(node);
  }

  private static @Nullable List<Value> scalesAttribute(NodeDraft node) {
    List<?> list = node.attributes.get("scales") instanceof List<?> given ? given : List.of();
    float[] scales = new float[list.size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = (Float) list.get(i);
    }
    node.set(1, node.ops.constant(Tensor.of(scales, new long[] {scales.length})));
    node.drop("scales");
    return plainResize(node);
  }
}
