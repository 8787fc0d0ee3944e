package dev.tenon.internal.train.replica;

import dev.tenon.internal.operators.BatchTotals;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Replica;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sums of a loss over the replicas that train together. */
public final class ReplicaTotals implements BatchTotals {
  /** The first of the keys of these sums; those of gradients and variables are smaller. */
  private static final int FIRST = 1000;

  private final Replica replica;
  private final Ops ops;
  private final Value size;
  private final List<DType> types = new ArrayList<>();
  private @Nullable Value share;

  /**
   * Prepares the sums of one program.
   *
   * @param size the number of samples that this replica has of the batch, a float32 scalar
   */
  public ReplicaTotals(Replica replica, Ops ops, Value size) {
    this.replica = replica;
    this.ops = ops;
    this.size = size;
  }

  @Override
  public Value sum(Value part) {
    types.add(part.dtype());
    return ops.apply(replica.allReduce(FIRST + types.size()), part);
  }

  @Override
  public Value mean(Value part) {
    Value known = share;
    if (known == null) {
      known = ops.div(size, sum(size));
      share = known;
    }
    return sum(ops.mul(part, ops.cast(known, part.dtype())));
  }

  /** Returns the element type of each sum, in the order of their keys. */
  public List<DType> types() {
    return List.copyOf(types);
  }

  /** Takes part in the sums of a program with nothing of its own. */
  public static List<Value> ofNothing(Replica replica, Ops ops, List<DType> types) {
    List<Value> sums = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      sums.add(
          ops.apply(
              replica.allReduce(FIRST + i + 1), ops.constant(Tensor.scalar(types.get(i), 0))));
    }
    return sums;
  }
}
