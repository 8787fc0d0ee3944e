package dev.tenon.internal.train.replica;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.runtime.Replica;
import dev.tenon.tensor.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Seeds of random layers, different for each replica: its samples drop out other units. */
public final class ReplicaSeeds {
  private static final String NAME = "seed_generator_state";

  private ReplicaSeeds() {}

  /**
   * Says whether a replica has a value of its own for a variable.
   *
   * @param path the variable's path, which ends in its name
   */
  public static boolean isSeed(String path) {
    return path.endsWith(NAME);
  }

  /**
   * Returns the seeds of a replica; the first one keeps those of the model.
   *
   * @param store has the model's seeds
   */
  public static Map<Parameter, Tensor> of(
      Replica replica, Collection<Parameter> parameters, ParameterStore store) {
    Map<Parameter, Tensor> seeds = new LinkedHashMap<>();
    if (replica.rank() > 0) {
      for (Parameter parameter : parameters) {
        if (isSeed(parameter.name())) {
          Tensor seed = store.get(parameter);
          Tensor first = Tensor.of(new long[] {replica.rank(), 0}, 2).cast(seed.dtype());
          seeds.put(parameter, seed.add(first));
        }
      }
    }
    return seeds;
  }
}
