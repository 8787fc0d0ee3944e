package dev.tenon.internal.train.replica;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.Replica;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/** Sums of many tensors over replicas, each element type's in one vector: a message costs time. */
public final class ReplicaSums {
  /** The key of gradients; every element type has the next one. */
  public static final int GRADIENTS = 1;

  /** The key of states of layers. */
  public static final int STATES = 100;

  /** The key of the variables of metrics. */
  public static final int METRICS = 200;

  private ReplicaSums() {}

  /**
   * Writes the sums of tensors that belong to parameters and have their shapes.
   *
   * @param key tells these sums from others
   * @param parts what this replica has
   */
  public static Map<Parameter, Value> of(
      Replica replica, Ops ops, int key, Map<Parameter, Value> parts) {
    Map<DType, List<Parameter>> byType = new EnumMap<>(DType.class);
    parts.forEach(
        (parameter, part) ->
            byType.computeIfAbsent(part.dtype(), type -> new ArrayList<>()).add(parameter));
    Map<Parameter, Value> found = new LinkedHashMap<>();
    int next = key;
    for (List<Parameter> parameters : byType.values()) {
      List<Value> flat = new ArrayList<>();
      for (Parameter parameter : parameters) {
        Value part = Objects.requireNonNull(parts.get(parameter));
        flat.add(ops.reshape(part, Shape.of(size(parameter))));
      }
      Value all = flat.size() == 1 ? flat.get(0) : ops.concat(0, flat);
      Value sum = ops.apply(replica.allReduce(next++), all);
      long from = 0;
      for (Parameter parameter : parameters) {
        long to = from + size(parameter);
        Value own = ops.slice(sum, 0, from, to, 1);
        found.put(parameter, ops.reshape(own, Shape.of(parameter.shape())));
        from = to;
      }
    }
    Map<Parameter, Value> ordered = new LinkedHashMap<>();
    parts.keySet().forEach(p -> ordered.put(p, Objects.requireNonNull(found.get(p))));
    return ordered;
  }

  private static long size(Parameter parameter) {
    return LongStream.of(parameter.shape()).reduce(1, Math::multiplyExact);
  }
}
