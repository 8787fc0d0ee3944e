package dev.tenon.importers.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What each operator needs to be read, by the opset from which on it needs it.
 *
 * <p>A step leads from its opset straight to the newest one, so one look by floor finds it: the
 * newest step at or below the opset that the file names.
 */
final class Steps {
  private static final Map<String, NavigableMap<Long, Step>> ALL = list();

  private Steps() {}

  /** Returns what an operator of an opset needs. */
  static Step find(String opType, long opset) {
    NavigableMap<Long, Step> steps = ALL.get(opType);
    Map.Entry<Long, Step> found = steps == null ? null : steps.floorEntry(opset);
    return found == null ? Step.NONE : found.getValue();
  }

  /** Takes a step into the list; two for one operator and opset are an error of ours. */
  @FunctionalInterface
  interface Registry {
    void add(String opType, long opset, Step step);

    /** Takes the same step for several operators. */
    default void add(List<String> opTypes, long opset, Step step) {
      opTypes.forEach(opType -> add(opType, opset, step));
    }
  }

  private static Map<String, NavigableMap<Long, Step>> list() {
    Map<String, NavigableMap<Long, Step>> all = new HashMap<>();
    Registry registry =
        (opType, opset, step) -> {
          if (all.computeIfAbsent(opType, key -> new TreeMap<>()).put(opset, step) != null) {
            throw new IllegalStateException("two steps for " + opType + " at opset " + opset);
          }
        };
    ArithmeticSteps.register(registry);
    AxesSteps.register(registry);
    MovementSteps.register(registry);
    ConstantSteps.register(registry);
    NormalizationSteps.register(registry);
    LossSteps.register(registry);
    AttentionSteps.register(registry);
    ImageSteps.register(registry);
    QuantizedSteps.register(registry);
    ContribSteps.register(registry);
    TraditionalMlSteps.register(registry);
    SamplingSteps.register(registry);
    PoolingSteps.register(registry);
    RankSteps.register(registry);
    SignalSteps.register(registry);
    return all;
  }
}
