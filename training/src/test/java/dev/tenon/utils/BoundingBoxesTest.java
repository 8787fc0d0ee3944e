package dev.tenon.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.JsonTensors;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bounding boxes are those that Keras gives. */
class BoundingBoxesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A recorded call. */
  private record Call(JsonNode arguments) {
    Tensor tensor(String name) {
      return JsonTensors.read(arguments.get(name));
    }

    @Nullable Tensor optional(String name) {
      return arguments.has(name) ? tensor(name) : null;
    }

    String text(String name) {
      return arguments.get(name).textValue();
    }

    String text(String name, String otherwise) {
      return arguments.has(name) ? text(name) : otherwise;
    }

    int number(String name) {
      return arguments.get(name).intValue();
    }

    boolean has(String name) {
      return arguments.has(name);
    }

    long @Nullable [] image() {
      return has("image_shape")
          ? JSON.convertValue(arguments.get("image_shape"), long[].class)
          : null;
    }

    float @Nullable [] variance() {
      return has("variance") ? JSON.convertValue(arguments.get("variance"), float[].class) : null;
    }
  }

  @Test
  void boxesAreThoseOfKeras() throws IOException {
    Set<String> functions = new TreeSet<>();
    for (JsonNode row : JSON.readTree(Checkout.file("tests/goldens/utils/boxes.json").toFile())) {
      String function = row.get("function").textValue();
      functions.add(function);
      Call call = new Call(row.get("arguments"));
      JsonNode result = row.get("result");
      if (function.equals("clip_to_image_size")) {
        Map<String, Tensor> clipped = clipped(call);
        JsonTensors.assertNear(clipped.get("boxes"), result.get("boxes"), 1e-6);
        assertThat(clipped.get("labels")).isEqualTo(JsonTensors.read(result.get("labels")));
      } else {
        JsonTensors.assertNear(result(function, call), result, 2e-6);
      }
    }
    assertThat(functions).hasSize(9);
  }

  private static Map<String, Tensor> clipped(Call call) {
    JsonNode boxes = call.arguments().get("bounding_boxes");
    Map<String, Tensor> given =
        Map.of(
            "boxes", JsonTensors.read(boxes.get("boxes")),
            "labels", JsonTensors.read(boxes.get("labels")));
    int height = call.number("height");
    int width = call.number("width");
    return call.has("bounding_box_format")
        ? BoundingBoxes.clipToImageSize(given, height, width, call.text("bounding_box_format"))
        : BoundingBoxes.clipToImageSize(given, height, width);
  }

  private static Tensor result(String function, Call call) {
    return switch (function) {
      case "convert_format" -> converted(call);
      case "affine_transform" -> transformed(call);
      case "crop" ->
          BoundingBoxes.crop(
              call.tensor("boxes"),
              call.number("top"),
              call.number("left"),
              call.number("height"),
              call.number("width"));
      case "pad" ->
          BoundingBoxes.pad(call.tensor("boxes"), call.number("top"), call.number("left"));
      case "encode_box_to_deltas" ->
          BoundingBoxes.encodeBoxToDeltas(
              call.tensor("anchors"),
              call.tensor("boxes"),
              call.text("anchor_format"),
              call.text("box_format"),
              call.text("encoding_format", "center_yxhw"),
              call.variance(),
              call.image());
      case "decode_deltas_to_boxes" ->
          BoundingBoxes.decodeDeltasToBoxes(
              call.tensor("anchors"),
              call.tensor("boxes_delta"),
              call.text("anchor_format"),
              call.text("box_format"),
              call.text("encoded_format", "center_yxhw"),
              call.variance(),
              call.image());
      case "compute_iou" ->
          BoundingBoxes.computeIou(
              call.tensor("boxes1"),
              call.tensor("boxes2"),
              call.text("bounding_box_format"),
              call.has("use_masking"),
              call.has("mask_val") ? call.number("mask_val") : -1,
              call.image());
      case "compute_ciou" ->
          BoundingBoxes.computeCiou(
              call.tensor("boxes1"),
              call.tensor("boxes2"),
              call.text("bounding_box_format"),
              call.image());
      default -> throw new AssertionError(function);
    };
  }

  private static Tensor converted(Call call) {
    Tensor boxes = call.tensor("boxes");
    String source = call.text("source");
    String target = call.text("target");
    if (!call.has("height")) {
      return BoundingBoxes.convertFormat(boxes, source, target);
    }
    DType type = DType.valueOf(call.text("dtype", "float32").toUpperCase(Locale.ROOT));
    return BoundingBoxes.convertFormat(
        boxes, source, target, call.number("height"), call.number("width"), type);
  }

  private static Tensor transformed(Call call) {
    return BoundingBoxes.affineTransform(
        call.tensor("boxes"),
        call.tensor("angle"),
        call.tensor("translate_x"),
        call.tensor("translate_y"),
        call.tensor("scale"),
        call.tensor("shear_x"),
        call.tensor("shear_y"),
        call.number("height"),
        call.number("width"),
        call.optional("center_x"),
        call.optional("center_y"),
        "xyxy");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor boxes = Tensor.zeros(2, 4);
    assertThatThrownBy(() -> BoundingBoxes.convertFormat(boxes, "xyxy", "xyx"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target")
        .hasMessageContaining("xyx");
    assertThatThrownBy(() -> BoundingBoxes.convertFormat(boxes, "rel_xyxy", "xyxy"))
        .hasMessageContaining("expected height and width");
    assertThatThrownBy(() -> BoundingBoxes.convertFormat(Tensor.zeros(2, 3), "xyxy", "xywh"))
        .hasMessageContaining("received the shape (2, 3)");
    assertThatThrownBy(() -> BoundingBoxes.crop(boxes, 0, 0, 1, 1, "xywh"))
        .hasMessageContaining("call convertFormat first");
  }
}
