package dev.tenon.exporters.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps that turn a node of the newest opset into one of an older opset, newest step first.
 *
 * <p>Each step undoes what one opset changed in one operator.
 */
final class Downgrades {
  /** Undoes one change; reports what the older opset cannot say to the writer. */
  interface Step {
    void apply(Draft draft, NodeWriter node);
  }

  private record Change(int opset, Step step) {}

  private static final Map<String, List<Change>> ALL = list();

  /** For a form that every opset has but ONNX Runtime does not run. */
  private static final int EVERY = OnnxOptions.NEWEST_OPSET + 1;

  private Downgrades() {}

  /** Brings a node down to an opset. */
  static void apply(Draft draft, NodeWriter node, int opset) {
    for (Change change : ALL.getOrDefault(draft.opType, List.of())) {
      if (opset < change.opset) {
        change.step.apply(draft, node);
      }
    }
  }

  /** Says whether there is a step that undoes what an opset changed in an operator. */
  static boolean has(String opType, int opset) {
    return ALL.getOrDefault(opType, List.of()).stream().anyMatch(change -> change.opset == opset);
  }

  private static Map<String, List<Change>> list() {
    Map<String, List<Change>> all = new HashMap<>();
    for (String reduction :
        List.of(
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceProd",
            "ReduceL1",
            "ReduceL2",
            "ReduceLogSum",
            "ReduceLogSumExp",
            "ReduceSumSquare")) {
      add(all, reduction, 18, ShapeDowngrades::reduce);
    }
    for (String sliding : List.of("Conv", "MaxPool", "AveragePool")) {
      add(all, sliding, EVERY, PaddingDowngrades::dilatedSame);
    }
    add(all, "Cast", EVERY, AttributeDowngrades::rounding);
    add(all, "DFT", 20, AttributeDowngrades::transformAxis);
    add(all, "RoiAlign", 16, AttributeDowngrades::regionPixels);
    add(all, "Split", 18, ShapeDowngrades::split);
    add(all, "Reshape", 14, ShapeDowngrades::reshape);
    add(all, "Shape", 15, ShapeDowngrades::shape);
    add(all, "Pad", 19, PaddingDowngrades::wrap);
    add(all, "Pad", 18, PaddingDowngrades::axes);
    add(all, "Resize", 19, ResizeDowngrades::symmetric);
    add(all, "Resize", 18, ResizeDowngrades::axes);
    add(all, "ScatterElements", 18, AttributeDowngrades::extremeReduction);
    add(all, "ScatterElements", 16, AttributeDowngrades::anyReduction);
    add(all, "ScatterND", 18, AttributeDowngrades::extremeReduction);
    add(all, "ScatterND", 16, AttributeDowngrades::anyReduction);
    add(all, "BatchNormalization", 14, AttributeDowngrades::trainingMode);
    add(all, "GroupNormalization", 21, AttributeDowngrades::groupScale);
    add(all, "AveragePool", 19, AttributeDowngrades::dilations);
    add(all, "LSTM", 14, AttributeDowngrades::layout);
    add(all, "GRU", 14, AttributeDowngrades::layout);
    add(all, "RNN", 14, AttributeDowngrades::layout);
    all.values().forEach(list -> list.sort((a, b) -> b.opset - a.opset));
    return Collections.unmodifiableMap(all);
  }

  private static void add(Map<String, List<Change>> all, String opType, int opset, Step step) {
    List<Change> changes = all.computeIfAbsent(opType, key -> new ArrayList<>());
    if (changes.stream().anyMatch(change -> change.opset == opset)) {
      throw new IllegalStateException("two steps for " + opType + " at opset " + opset);
    }
    changes.add(new Change(opset, step));
  }
}
