package dev.tenon.importers.onnx;

import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of operators that resize pictures. */
final class ImageSteps {
  private ImageSteps() {}

  static void register(Steps.Registry steps) {
    steps.add("Resize", 10, ImageSteps::plainResize);
    steps.add("Resize", 11, ImageSteps::emptyInputs);
    steps.add("Upsample", 1, ImageSteps::squareScales);
    steps.add("Upsample", 7, ImageSteps::scalesAttribute);
    steps.add("Upsample", 9, ImageSteps::plainResize);
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

  /** An empty vector stands for an input that is left out. */
  private static @Nullable List<Value> emptyInputs(NodeDraft node) {
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
