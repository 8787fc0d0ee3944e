package dev.tenon.inspect;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says of a model's values which axis of an image holds the channels.
 *
 * <p>Keras' layers say it themselves. ONNX's convolutions and poolings have the channels second;
 * Transposes lead there and away, and what lies between has the arrangement of its neighbours.
 */
final class Channels {
  private static final Set<String> CHANNELS_SECOND =
      Set.of(
          "Conv",
          "ConvTranspose",
          "MaxPool",
          "AveragePool",
          "LpPool",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "BatchNormalization",
          "InstanceNormalization",
          "LRN",
          "PRelu");

  /** What may arrange a value anew. */
  private static final Set<String> TURNING =
      Set.of("Transpose", "Permute", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand");

  private static final int PHOTOGRAPH = 4;
  private static final int PICTURES = 4;
  private static final List<Long> TO_FIRST = List.of(0L, 3L, 1L, 2L);
  private static final List<Long> TO_LAST = List.of(0L, 2L, 3L, 1L);

  private final Map<String, Boolean> first = new HashMap<>();
  private final boolean otherwise;

  private Channels(Structure structure) {
    boolean onnx = structure.steps().stream().anyMatch(step -> step.kind().equals("Conv"));
    for (Step step : structure.steps()) {
      mark(step, onnx);
    }
    List<Step> steps = new ArrayList<>(structure.steps());
    steps.forEach(step -> spread(step, step.inputs(), step.outputs()));
    Collections.reverse(steps);
    steps.forEach(step -> spread(step, step.outputs(), step.inputs()));
    otherwise = onnx;
  }

  static Channels of(Structure structure) {
    return new Channels(structure);
  }

  /** Notes what a step itself says. */
  private void mark(Step step, boolean onnx) {
    Object format = step.config().get("data_format");
    if ("channels_first".equals(format) || "channels_last".equals(format)) {
      boolean second = "channels_first".equals(format);
      step.outputs().forEach(name -> first.putIfAbsent(name, second));
      step.inputs().forEach(name -> first.putIfAbsent(name, second));
    } else if (onnx && CHANNELS_SECOND.contains(step.kind())) {
      step.outputs().forEach(name -> first.putIfAbsent(name, true));
      step.inputs().stream().limit(1).forEach(name -> first.putIfAbsent(name, true));
    } else if (step.kind().equals("Transpose")) {
      Object order = step.config().get("perm");
      if (TO_FIRST.equals(order) || TO_LAST.equals(order)) {
        boolean second = TO_FIRST.equals(order);
        step.outputs().forEach(name -> first.putIfAbsent(name, second));
        step.inputs().forEach(name -> first.putIfAbsent(name, !second));
      }
    }
  }

  /** Gives values that nothing is known of the arrangement of the step's other side. */
  private void spread(Step step, List<String> from, List<String> to) {
    if (TURNING.contains(step.kind())) {
      return;
    }
    for (String name : from) {
      Boolean known = first.get(name);
      if (known != null) {
        to.forEach(other -> first.putIfAbsent(other, known));
        return;
      }
    }
  }

  /**
   * Says whether a value that a step gives or reads has its channels on the second axis. Where the
   * steps do not tell, Keras has them last, and in ONNX four at most are those of a photograph.
   *
   * @param value the value; one of rank 4 is a batch of images
   */
  boolean areFirst(String name, Tensor value) {
    Boolean known = value.rank() > 2 ? first.get(name) : Boolean.FALSE;
    if (known != null || !otherwise || value.rank() != PICTURES) {
      return known != null && known;
    }
    boolean few = value.dim(1) <= PHOTOGRAPH;
    return few || value.dim(3) > PHOTOGRAPH;
  }
}
