package dev.tenon.importers.onnx.upgrade;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The upgrades of each operator by the opset from which on they apply.
 *
 * <p>An upgrade leads from its opset to the newest one. The newest upgrade at or below the file's
 * opset applies.
 */
public final class OpsetUpgrades {
  private static final Map<String, NavigableMap<Long, OpsetUpgrade>> ALL = list();

  private OpsetUpgrades() {}

  /** Returns the upgrade of an operator of an opset. */
  public static OpsetUpgrade find(String opType, long opset) {
    NavigableMap<Long, OpsetUpgrade> steps = ALL.get(opType);
    Map.Entry<Long, OpsetUpgrade> found = steps == null ? null : steps.floorEntry(opset);
    return found == null ? OpsetUpgrade.NONE : found.getValue();
  }

  /** Takes a step into the list; two for one operator and opset are an error of ours. */
  @FunctionalInterface
  interface Registry {
    void add(String opType, long opset, OpsetUpgrade step);

    /** Takes the same step for several operators. */
    default void add(List<String> opTypes, long opset, OpsetUpgrade step) {
      opTypes.forEach(opType -> add(opType, opset, step));
    }
  }

  private static Map<String, NavigableMap<Long, OpsetUpgrade>> list() {
    Map<String, NavigableMap<Long, OpsetUpgrade>> all = new HashMap<>();
    Registry registry =
        (opType, opset, step) -> {
          if (all.computeIfAbsent(opType, key -> new TreeMap<>()).put(opset, step) != null) {
            throw new IllegalStateException("two steps for " + opType + " at opset " + opset);
          }
        };
    ArithmeticUpgrades.register(registry);
    AxesUpgrades.register(registry);
    MovementUpgrades.register(registry);
    ConstantUpgrades.register(registry);
    NormalizationUpgrades.register(registry);
    LossUpgrades.register(registry);
    AttentionUpgrades.register(registry);
    ImageUpgrades.register(registry);
    QuantizedUpgrades.register(registry);
    ContribUpgrades.register(registry);
    TraditionalMlUpgrades.register(registry);
    SamplingUpgrades.register(registry);
    PoolingUpgrades.register(registry);
    RankUpgrades.register(registry);
    SignalUpgrades.register(registry);
    return all;
  }
}
