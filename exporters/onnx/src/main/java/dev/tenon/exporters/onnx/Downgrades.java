package dev.tenon.exporters.onnx;

import dev.tenon.schema.OperatorSchemas;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The steps that turn a node of the newest opset into one of an older opset.
 *
 * <p>Each step undoes what one opset changed in one operator; which opset that is, {@link
 * OperatorSchemas} knows.
 */
final class Downgrades {
  /** Undoes one change; reports what the older opset cannot say to the writer. */
  interface Step {
    void apply(Draft draft, NodeWriter node);
  }

  /**
   * A change of an operator.
   *
   * @param opset the one that made it
   */
  private record Change(int opset, Step step) {}

  /** What a form needs that every opset has but ONNX Runtime does not run. */
  private static final Map<String, Step> ALWAYS =
      Map.of(
          "Cast", AttributeDowngrades::rounding,
          "Conv", PaddingDowngrades::dilatedSame,
          "MaxPool", PaddingDowngrades::dilatedSame,
          "AveragePool", PaddingDowngrades::dilatedSame);

  private static final Map<String, Change> ALL = list();

  private Downgrades() {}

  /** Brings a node down to an opset. */
  static void apply(Draft draft, NodeWriter node, int opset) {
    String opType = draft.opType;
    ALWAYS.getOrDefault(opType, (unchanged, writer) -> {}).apply(draft, node);
    AttributeDowngrades.apply(draft, node, opset);
    Change change = ALL.get(opType);
    if (change != null && opset < change.opset) {
      node.needed(change.opset);
      change.step.apply(draft, node);
    }
  }

  /** Returns whether there is a step that undoes what an opset changed in an operator. */
  static boolean has(String opType, int opset) {
    Change change = ALL.get(opType);
    return (change != null && change.opset == opset)
        || AttributeDowngrades.NEED.keySet().stream()
            .anyMatch(name -> OperatorSchemas.since("", opType, Set.of(name)) == opset);
  }

  private static Map<String, Change> list() {
    Map<String, Change> all = new HashMap<>();
    String noop = "noop_with_empty_axes";
    for (String reduction : OperatorSchemas.having(noop)) {
      add(all, reduction, noop, ShapeDowngrades::reduce);
    }
    add(all, "GroupNormalization", "stash_type", AttributeDowngrades::groupScale);
    add(all, "Reshape", "allowzero", ShapeDowngrades::reshape);
    add(all, "Resize", "axes", ResizeDowngrades::axes);
    add(all, "RoiAlign", "coordinate_transformation_mode", AttributeDowngrades::regionPixels);
    add(all, "Shape", "start", ShapeDowngrades::shape);
    add(all, "Split", "num_outputs", ShapeDowngrades::split);
    add(all, "DFT", OperatorSchemas.since("DFT", 3), AttributeDowngrades::transformAxis);
    add(all, "Pad", OperatorSchemas.since("Pad", 4), PaddingDowngrades::axes);
    return Collections.unmodifiableMap(all);
  }

  /** Adds the step that undoes the change that brought an attribute. */
  private static void add(Map<String, Change> all, String opType, String attribute, Step step) {
    add(all, opType, OperatorSchemas.since("", opType, Set.of(attribute)), step);
  }

  private static void add(Map<String, Change> all, String opType, int opset, Step step) {
    if (all.put(opType, new Change(opset, step)) != null) {
      throw new IllegalStateException("two steps for " + opType);
    }
  }
}
